package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keybearer.cli.wiring.Daemon;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call followed from its caller to its upstream. */
@Timeout(60)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @TempDir private Path folder;

  @Test
  void tellsTheUpstreamAndTheCollectorOfTheCallersTrace() throws Exception {
    BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    HttpServer collector = collector(sent);
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(scene.config() + traces(collector.getAddress().getPort()));
      try (Daemon daemon = scene.daemon()) {
        assertThat(call(daemon)).isEqualTo(200);

        String told =
            scene.apiRequests().getLast().headers().getOrDefault("Traceparent", "none was sent");
        assertThat(told).startsWith("00-" + TRACE + "-").endsWith("-01").isNotEqualTo(PARENT);
        String span = told.substring(36, 52);
        assertThat(sent.poll(20, TimeUnit.SECONDS))
            .contains("GET open", new String(octets(span), StandardCharsets.ISO_8859_1));
      }
    } finally {
      collector.stop(0);
    }
  }

  @Test
  void passesTheCallersTraceOnAsItIsWhereNobodyFollows() throws Exception {
    try (ServeScene scene = new ServeScene(folder);
        Daemon daemon = scene.daemon()) {
      assertThat(call(daemon)).isEqualTo(200);

      assertThat(scene.apiRequests().getLast().headers()).containsEntry("Traceparent", PARENT);
    }
  }

  private static int call(Daemon daemon) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + daemon.listens().getPort() + "/api/open/1");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).header("Traceparent", PARENT).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String traces(int port) {
    return "traces: { endpoint: \"http://127.0.0.1:" + port + "/v1/traces\", sample: 100% }\n";
  }

  private static HttpServer collector(BlockingQueue<String> sent) throws Exception {
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          sent.add(new String(body, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    return collector;
  }
}
