package dev.keybearer.gateway.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.scene.MovedTime;
import dev.keybearer.gateway.scene.PastCall;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The meters on the hot path. */
class WarmMetersTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 100_000;

  /** The time of this test makes an object of its own with every reading. */
  private static final int OF_THE_TIME = 64;

  @Test
  void countsNextToWithoutAllocating() {
    MovedTime time = new MovedTime();
    try (Meters meters = Meters.open(time)) {
      PastCall call =
          PastCall.from(time, "192.0.2.7", "/orders")
              .on("orders")
              .ending(Ending.How.WHOLE, 200, 5, 512);
      tell(call, meters);

      long before = THREADS.getCurrentThreadAllocatedBytes();
      tell(call, meters);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated / CALLS).isLessThan(OF_THE_TIME);
    }
  }

  private static void tell(PastCall call, Meters meters) {
    for (int i = 0; i < CALLS; i++) {
      call.tell(meters.calls());
    }
  }
}
