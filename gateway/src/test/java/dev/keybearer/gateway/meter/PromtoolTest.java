package dev.keybearer.gateway.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.health.CredentialState;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The metrics before the parser and the rules of those who read them. */
@Timeout(60)
class PromtoolTest {
  private static final int LINT = 3;

  @Test
  void readsEveryMetricAndHasNothingAgainstOurNames() throws Exception {
    assumeTrue(isThere("promtool"), "promtool is not on the path: it comes with Prometheus");
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(metrics().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isIn(0, LINT);
    assertThat(said.lines()).noneMatch(line -> line.startsWith("keybearer_"));
  }

  private static String metrics() throws IOException {
    FakeTime time = new FakeTime(PastCall.START);
    try (Meters meters = Meters.open(time)) {
      for (Reading reading : Reading.values()) {
        meters.watch(reading, () -> 1);
      }
      meters.watchCredentials(
          () -> List.of(new CredentialState("c\"\n", true, true, time.wall().plusSeconds(60))));
      PastCall.from(time, "192.0.2.7", "/a").on("orders").tell(meters.calls());
      PastCall.from(time, "192.0.2.7", "/a").refused(Ground.NO_ROUTE, "x").tell(meters.calls());
      return meters.scrape();
    }
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
