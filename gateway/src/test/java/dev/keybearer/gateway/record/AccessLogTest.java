package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One line for each call. */
@Timeout(30)
class AccessLogTest {
  private final FakeTime time = new FakeTime(PastCall.START);
  private final FakeStream stream = new FakeStream();
  private final AccessLog log = AccessLog.to(stream, time);

  @Test
  void writesALineForACallThatPassed() {
    PastCall call =
        PastCall.from(time, "192.0.2.7", "/orders/7?token=secret")
            .on("orders")
            .by(caller("ada", "shop"))
            .sent()
            .ending(Ending.How.WHOLE, 200, 5, 512);
    time.advance(Duration.ofNanos(1_500_000));
    call.tell(log);
    log.close();

    assertThat(stream.lines())
        .containsExactly(
            "{\"timestamp\":\"2026-03-01T12:00:00.001500Z\",\"call\":\"9f86d081884c7d65\","
                + "\"ip\":\"192.0.2.7\",\"method\":\"GET\",\"host\":\"api\",\"path\":\"/orders/7\","
                + "\"status\":200,\"route\":\"orders\",\"reason\":null,\"subject\":\"ada\","
                + "\"duration_ms\":1.5,\"received\":5,\"sent\":512,"
                + "\"upstream\":\"http://orders.example.com:8080\",\"how\":\"whole\"}");
  }

  @Test
  void writesALineForACallThatNobodyJudged() {
    PastCall.unjudged(time, "/a/%2e%2e/b?token=secret")
        .refused(Ground.MALFORMED_REQUEST, "ambiguous")
        .tell(log);
    log.close();

    assertThat(stream.lines())
        .containsExactly(
            "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"call\":\"9f86d081884c7d65\","
                + "\"ip\":\"198.51.100.1\",\"method\":\"GET\",\"host\":null,\"path\":null,"
                + "\"status\":400,\"route\":null,\"reason\":\"malformed_request\","
                + "\"subject\":null,\"duration_ms\":0.0,\"received\":0,\"sent\":80,"
                + "\"upstream\":null,\"how\":\"whole\"}");
  }

  @Test
  void writesNothingForWhatIsNoCall() {
    log.malformed(
        WireFault.FRAMING, PastCall.address("192.0.2.7"), new Answer(400, List.of(), "{}", true));
    log.close();

    assertThat(stream.lines()).isEmpty();
  }

  /** V5: a name that a token brings cannot write lines of its own. */
  @Test
  void keepsHostileSubjectsOnTheirLine() {
    PastCall.from(time, "192.0.2.7", "/a").by(caller("a\\n{\\u009b", "c")).tell(log);
    log.close();

    assertThat(stream.lines()).singleElement().asString().contains("\"subject\":\"a\\n{\\u009B\"");
  }

  @Test
  void saysHowManyLinesAreMissing() throws InterruptedException {
    stream.hold();
    PastCall call = PastCall.from(time, "192.0.2.7", "/a").tell(log);
    stream.awaitWriter();
    for (int i = 0; i < JsonLines.CAPACITY + 2; i++) {
      call.tell(log);
    }
    stream.release();
    log.close();

    assertThat(log.lost()).isEqualTo(2);
    assertThat(stream.lines()).contains("{\"timestamp\":\"2026-03-01T12:00:00Z\",\"lost\":2}");
  }

  @Test
  void writesWhatWentOverTheWire(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("access.jsonl");
    try (GatewayScene scene = GatewayScene.open().route("/orders/**", "GET")) {
      scene.get("/orders/7?q=1");
      scene.get("/elsewhere");
      scene.wire().close(); // every call has ended
      try (AccessLog real = AccessLog.open(file, TimeSource.system())) {
        scene.calls().all().forEach(each -> real.ended(each.call(), each.ending()));
      }
    }

    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("\"path\":\"/orders/7\",\"status\":200,\"route\":\"/orders/**\"")
                    .contains("\"sent\":2,\"upstream\":\"http://127.0.0.1:"),
            line ->
                assertThat(line)
                    .contains("\"path\":\"/elsewhere\",\"status\":404,\"route\":null")
                    .contains("\"reason\":\"no_route\"")
                    .contains("\"upstream\":null"));
  }

  private Verified caller(String subject, String client) {
    try (Mint mint = Mint.open(time)) {
      return mint.verified(mint.tokenOf(subject, client));
    }
  }
}
