package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is told to end while a call is under way. */
class DrainTest {
  private static final int BYTES_A_SECOND = 40;

  @TempDir private Path folder;

  @Test
  void letsASlowAnswerEndAndExitsWithNoughtOnASigterm() throws Exception {
    try (ServeScene scene = new ServeScene(folder);
        ServeProcess process = scene.process(Map.of());
        Line line = Line.to(process.port())) {
      scene.issuer.faults().next(Endpoint.API, Fault.drip(BYTES_A_SECOND));
      line.send(Line.get("/api/open/slow"));
      assertThat(scene.issuer.referee().await(Endpoint.API, 1, Duration.ofSeconds(30))).isTrue();

      process.terminate();
      process.await("keybearer: stopping");

      Line.Answer answer = line.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{").endsWith("}").contains("/api/open/slow");
      assertThat(process.exit()).as(process.said()::toString).isZero();
      assertThatThrownBy(() -> Line.to(process.port())).isInstanceOf(IOException.class);
    }
  }
}
