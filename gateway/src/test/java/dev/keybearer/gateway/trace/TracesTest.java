package dev.keybearer.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans of calls. */
@Timeout(30)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String CLIENT = "192.0.2.7";

  private final FakeTime time = new FakeTime(PastCall.START);
  private final RecordingExporter exporter = new RecordingExporter();

  @Test
  void tellsWhatBecameOfACallAndHowLongItTook() {
    PastCall call = PastCall.from(time, CLIENT, "/orders/1?secret=x").on("orders").sent();
    time.advance(Duration.ofMillis(250));
    SpanData span = spans(1.0, call).getFirst();

    assertThat(span.getName()).isEqualTo("GET orders");
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isNotNegative();
    assertThat(span.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("keybearer.route"), "orders")
        .containsEntry(AttributeKey.stringKey("keybearer.call"), "9f86d081884c7d65")
        .containsEntry(AttributeKey.longKey("http.response.status_code"), 200L)
        .containsEntry(AttributeKey.stringKey("client.address"), CLIENT);
    assertThat(span.toString()).doesNotContain("secret");
  }

  @Test
  void tellsWhyACallWasRefused() {
    PastCall call =
        PastCall.from(time, CLIENT, "/a").on("orders").refused(Ground.CANNOT_VERIFY, "keys");

    SpanData span = spans(1.0, call).getFirst();
    assertThat(span.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("keybearer.reason"), "cannot_verify");
    assertThat(span.getStatus().getStatusCode().name()).isEqualTo("ERROR");
  }

  @Test
  void goesOnWithTheTraceOfItsCaller() {
    SpanData span = spans(1.0, from("00-" + TRACE + "-" + PARENT + "-01")).getFirst();

    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
  }

  @Test
  void beginsATraceOfItsOwnWhereTheCallersIsNone() {
    for (String none : List.of("", "00-0-0-01", "garbage", "00-" + TRACE + "-" + PARENT)) {
      SpanData span = spans(1.0, from(none)).getLast();

      assertThat(span.getTraceId()).isNotEqualTo(TRACE);
    }
  }

  /** A stranger cannot make us send more than the sample. */
  @Test
  void samplesByItsOwnShareWhateverTheCallerAsksFor() {
    assertThat(spans(0.0, from("00-" + TRACE + "-" + PARENT + "-01"))).isEmpty();
    assertThat(spans(1.0, from("00-" + TRACE + "-" + PARENT + "-00"))).isEmpty();
  }

  @Test
  void sendsToACollectorBehindTheCallers() throws Exception {
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          bodies.add(new String(body, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    URI endpoint =
        URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    try (Traces traces = Traces.to(endpoint, 1.0, time)) {
      PastCall.from(time, CLIENT, "/a").on("orders").tell(traces);

      assertThat(bodies.poll(20, TimeUnit.SECONDS)).contains("GET orders", "keybearer");
    } finally {
      collector.stop(0);
    }
  }

  private PastCall from(String parent) {
    return PastCall.from(time, CLIENT, new Line("Traceparent", parent), "/a").on("orders");
  }

  private List<SpanData> spans(double sample, PastCall call) {
    try (Traces traces = Traces.of(exporter, sample, time)) {
      call.tell(traces);
    }
    return exporter.spans();
  }
}
