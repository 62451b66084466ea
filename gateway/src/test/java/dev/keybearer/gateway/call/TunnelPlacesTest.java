package dev.keybearer.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Y4: so many tunnels of all, and of each caller. */
class TunnelPlacesTest {
  @Test
  void givesAsManyToACallerAsItMayHave() {
    TunnelPlaces places = new TunnelPlaces(10, 2);

    assertThat(places.take("a")).isTrue();
    assertThat(places.take("a")).isTrue();
    assertThat(places.take("a")).isFalse();
    assertThat(places.take("b")).isTrue();
    assertThat(places.taken()).isEqualTo(3);
  }

  @Test
  void givesAsManyToAllAsThereAre() {
    TunnelPlaces places = new TunnelPlaces(2, 2);

    assertThat(places.take("a")).isTrue();
    assertThat(places.take("b")).isTrue();
    assertThat(places.take("c")).isFalse();
    places.leave("a");
    assertThat(places.take("c")).isTrue();
  }

  @Test
  void neverGivesMoreToManyAtOnceAndForgetsThemAfterwards() throws Exception {
    TunnelPlaces places = new TunnelPlaces(8, 3);
    int threads = 16;
    CyclicBarrier gate = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 200; round++) {
        List<Callable<String>> takers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          String caller = "caller " + i % 2;
          takers.add(
              () -> {
                gate.await();
                return places.take(caller) ? caller : "";
              });
        }
        List<String> taken = new ArrayList<>();
        for (Future<String> each : executor.invokeAll(takers)) {
          taken.add(each.get());
        }
        taken.removeIf(String::isEmpty);
        assertThat(taken).hasSizeLessThanOrEqualTo(6).hasSize(places.taken());
        assertThat(taken.stream().filter("caller 0"::equals)).hasSizeLessThanOrEqualTo(3);
        taken.forEach(places::leave);
        assertThat(places.taken()).isZero();
      }
    }
    assertThat(places.take("caller 0")).isTrue();
  }
}
