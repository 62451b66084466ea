package dev.keybearer.gateway.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The meters on the hot path. */
class WarmMetersTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 100_000;

  @Test
  void countsNextToWithoutAllocating() {
    FakeTime time = new FakeTime(PastCall.START);
    try (Meters meters = Meters.open(time)) {
      PastCall call =
          PastCall.from(time, "192.0.2.7", "/orders")
              .on("orders")
              .ending(Ending.How.WHOLE, 200, 5, 512);
      tell(call, meters);

      long before = THREADS.getCurrentThreadAllocatedBytes();
      tell(call, meters);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated).isLessThan(CALLS);
    }
  }

  private static void tell(PastCall call, Meters meters) {
    for (int i = 0; i < CALLS; i++) {
      call.tell(meters.calls());
    }
  }
}
