package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.EncryptedScene;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RawStreams;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import dev.keybearer.gateway.scene.Tool;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.TimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 by clients that are not ours: the same pipeline, the same judgement. */
class StreamsTest {
  private final EncryptedScene scene = EncryptedScene.open();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_2)
          .sslContext(scene.authority().context())
          .build();

  @TempDir private Path folder;

  StreamsTest() {
    scene.gateway().route("/**", "GET", "POST").route("/short", Ways.bodies(10, 10), "POST");
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    scene.close();
  }

  @Test
  void servesCallsAndSendsThemOnAsHttp1() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/a?b=c").header("Cookie", "a=b").header("X-One", "1").GET().build(),
            BodyHandlers.ofString());

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    Seen seen = scene.upstream().seen().getFirst();
    assertThat(seen.line()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(seen.value("x-one")).isEqualTo("1");
    assertThat(seen.value("cookie")).isEqualTo("a=b");
    assertThat(seen.value("x-forwarded-proto")).isEqualTo("https");
    assertThat(seen.value("x-forwarded-for")).isEqualTo("127.0.0.1");
    assertThat(seen.value("x-forwarded-host")).startsWith("localhost:");
    assertThat(seen.fields()).noneMatch(field -> field.startsWith(":"));
  }

  @Test
  void carriesBodiesBothWays() throws Exception {
    String body = "0123456789".repeat(100_000);
    scene
        .upstream()
        .always((request, socket, out) -> Reply.of(200, request.body()).give(request, socket, out));

    HttpResponse<String> measured =
        client.send(
            request("/a").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    HttpResponse<String> pieces =
        client.send(
            request("/a").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))).build(),
            BodyHandlers.ofString());

    assertThat(measured.body()).isEqualTo(body);
    assertThat(pieces.body()).isEqualTo(body);
    assertThat(scene.upstream().seen().getFirst().value("content-length")).isEqualTo("1000000");
    assertThat(scene.upstream().seen().get(1).value("transfer-encoding")).isEqualTo("chunked");
  }

  @Test
  void servesManyAtOnceOnOneConnection() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "ok")));
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    client.send(
        request("/missing").method("PUT", BodyPublishers.noBody()).build(),
        BodyHandlers.discarding());
    for (int i = 0; i < 90; i++) {
      all.add(client.sendAsync(request("/a").GET().build(), BodyHandlers.ofString()));
    }
    Eventually.holds("all have come", () -> scene.upstream().seen().size() == 90);
    assertThat(scene.gateway().wire().counts().clients()).isEqualTo(1);

    gate.countDown();

    for (CompletableFuture<HttpResponse<String>> each : all) {
      assertThat(each.get().body()).isEqualTo("ok");
    }
  }

  @Test
  void answersHeadWithoutBody() throws Exception {
    scene
        .upstream()
        .next(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n"));

    HttpResponse<String> answer =
        client.send(
            request("/a").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map()).containsEntry("etag", List.of("\"a\""));
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void keepsWhatIsOfTheUpstreamsConnectionFromCallers() throws Exception {
    scene
        .upstream()
        .next(
            lines(
                "HTTP/1.1 200 OK",
                "Connection: X-A, close",
                "X-A: b",
                "Keep-Alive: timeout=5",
                "Upgrade: h2c",
                "Transfer-Encoding: chunked",
                "X-B: c",
                "",
                "2",
                "ok",
                "0",
                "",
                ""));

    HttpResponse<String> answer = client.send(request("/a").GET().build(), BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(answer.headers().map())
        .containsEntry("x-b", List.of("c"))
        .doesNotContainKeys("connection", "x-a", "keep-alive", "upgrade", "transfer-encoding");
  }

  @Test
  void passesInformationAndTrailersOn() {
    scene
        .upstream()
        .next(
            lines(
                "HTTP/1.1 103 Early Hints",
                "Link: </a>",
                "",
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "2",
                "ok",
                "0",
                "X-Sum: 7",
                "",
                ""));
    try (RawStreams streams = scene.connect()) {
      streams.get(1, "/a").flush();

      RawStreams.Frame hints = streams.await(1, RawStreams.HEADERS);
      RawStreams.Frame head = streams.await(1, RawStreams.HEADERS);
      RawStreams.Frame data = streams.await(1, RawStreams.DATA);
      RawStreams.Frame trailers = streams.await(1, RawStreams.HEADERS);

      assertThat(hints.isLast()).isFalse();
      assertThat(head.isOk()).isTrue();
      assertThat(data.text()).isEqualTo("ok");
      assertThat(data.isLast()).isFalse();
      assertThat(trailers.isLast()).isTrue();
    }
  }

  @Test
  void judgesTokensAsOverHttp1() throws Exception {
    try (Mint mint = Mint.open(TimeSource.system())) {
      scene.gateway().route("/guarded", Ways.accepting(mint.accepting()), "GET");

      assertThat(status("/guarded")).isEqualTo(401);
      assertThat(status("/guarded", "Authorization", "Bearer " + mint.token())).isEqualTo(200);
      assertThat(status("/guarded", "Authorization", "Bearer " + mint.expired())).isEqualTo(401);
      assertThat(status("/guarded", "Authorization", "Bearer " + mint.token("other")))
          .isEqualTo(403);
    }
  }

  /** V21: the certificate of the connection counts for each stream of it. */
  @Test
  void takesABoundTokenOverItsCertificateOnly() throws Exception {
    try (Mint mint = Mint.open(TimeSource.system())) {
      scene.gateway().route("/guarded", Ways.accepting(mint.accepting()), "GET");
      var alice = scene.authority().issue("alice");
      String token = mint.tokenWith("\"cnf\":{\"x5t#S256\":\"" + alice.thumbprint() + "\"}");
      HttpClient shows =
          HttpClient.newBuilder().sslContext(scene.authority().context(alice)).build();
      try (shows) {
        HttpRequest call =
            request("/guarded").header("Authorization", "Bearer " + token).GET().build();
        HttpResponse<Void> answer = shows.send(call, BodyHandlers.discarding());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(client.send(call, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
      }
    }
  }

  /** The rest of the body is not wanted, and the answer is whole before that is said. */
  @Test
  void answersBeforeABodyHasComeAndThenWantsNoMore() {
    try (RawStreams streams = scene.connect()) {
      streams
          .head(
              1,
              false,
              RawStreams.with(RawStreams.request("POST", "/short"), "content-length: 5000000"))
          .flush();

      assertThat(streams.await(1, RawStreams.HEADERS).isLast()).isFalse();
      RawStreams.Frame body = streams.await(1, RawStreams.DATA);
      assertThat(body.text()).contains("body_too_long");
      assertThat(body.isLast()).isTrue();
      assertThat(streams.await(1, RawStreams.RESET).code()).isEqualTo(RawStreams.NO_ERROR);
      assertThat(streams.get(3, "/a").flush().await(3, RawStreams.HEADERS).isOk()).isTrue();
    }
  }

  @Test
  void answersCurl() {
    String said =
        Tool.of("curl")
            .run(
                "",
                "--http2",
                "--silent",
                "--cacert",
                scene.trusted(folder),
                "--data",
                "x".repeat(100_000),
                "--write-out",
                " %{http_version} %{http_code}",
                scene.uri("/a"),
                scene.uri("/b"));

    assertThat(said).isEqualTo("ok 2 200ok 2 200");
    assertThat(scene.upstream().seen())
        .extracting(seen -> seen.body().length())
        .containsOnly(100_000);
  }

  @Test
  void speaksHttp1WithWhoeverAsksForThat() {
    String said =
        Tool.of("curl")
            .run(
                "",
                "--http1.1",
                "--silent",
                "--cacert",
                scene.trusted(folder),
                "--write-out",
                " %{http_version}",
                scene.uri("/a"));

    assertThat(said).isEqualTo("ok 1.1");
  }

  @Test
  void offersItToOpenssl() {
    assertThat(
            Tool.of("openssl")
                .run(
                    "Q\n",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + scene.gateway().port(),
                    "-alpn",
                    "h2,http/1.1"))
        .contains("ALPN protocol: h2");
  }

  /** Prepared load of others, without a failed or odd answer. */
  @Test
  void runsCleanUnderH2load() {
    String said = Tool.of("h2load").run("", "-n", "2000", "-c", "4", "-m", "50", scene.uri("/a"));

    assertThat(said).contains("2000 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  private static Reply lines(String... lines) {
    return Reply.text(String.join("\r\n", lines));
  }

  private int status(String path, String... fields) throws Exception {
    HttpRequest.Builder request = request(path);
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.GET().build(), BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(scene.uri(path)));
  }
}
