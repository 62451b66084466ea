package dev.keybearer.token.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.http.FakeServer;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the body of an answer that asks for another try. */
@Timeout(60)
class UnreadBodyTest {
  private static final String GONE = "HTTP/1.1 429 \r\nRetry-After: 5\r\nContent-Length: ";
  private static final String FINE = "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok";
  private static final Duration TOLD = Duration.ofSeconds(5);

  private final CallingScene scene = new CallingScene();
  private final CountDownLatch ended = new CountDownLatch(1);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aShortOneIsReadAndItsConnectionUsedAgain() throws Exception {
    try (FakeServer server = answering(throttled(100), FINE)) {
      Future<HttpResponse<String>> call = calling(server);
      advanceWhenWaiting(server);

      assertThat(CallingScene.result(call).body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void oneAsLongAsIsReadKeepsItsConnection() throws Exception {
    try (FakeServer server = answering(throttled((int) UnreadBody.MOST_DISCARDED), FINE)) {
      Future<HttpResponse<String>> call = calling(server);
      advanceWhenWaiting(server);

      assertThat(CallingScene.result(call).body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void oneByteMoreCostsItsConnection() throws Exception {
    try (FakeServer server = answering(throttled((int) UnreadBody.MOST_DISCARDED + 1), FINE)) {
      Future<HttpResponse<String>> call = calling(server);
      advanceWhenWaiting(server);

      assertThat(CallingScene.result(call).body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void oneThatDoesNotComeCostsItsConnectionToo() throws Exception {
    try (FakeServer server = answering(GONE + "10\r\n\r\nhalf", FINE)) {
      Future<HttpResponse<String>> call = calling(server);
      awaitWaiting(server);

      scene.scene.time.advance(UnreadBody.DISCARD_PATIENCE);
      scene.scene.time.advance(TOLD);

      assertThat(CallingScene.result(call).body()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The service took longer to answer than a call waits, and has answered all the same. */
  @Test
  void aFinalOneIsReadEvenIfTheCallIsOverItsLimit() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    try (FakeServer server = FakeServer.doing((fake, socket) -> late(fake, socket, over, rest))) {
      Future<HttpResponse<String>> call = calling(server);
      server.takeRequest();
      scene.scene.time.advance(AuthorizedClient.LIMIT);
      over.countDown();

      assertThat(scene.staysSo(() -> !call.isDone())).isTrue();
      rest.countDown();

      assertThat(CallingScene.result(call).body()).isEqualTo("half and half");
    }
  }

  @Test
  void oneThatIsNotReadBecauseTheCallFailsLeavesNothingOpen() throws Exception {
    Token token = scene.scene.source().get();
    Iterator<Token> tokens = List.of(token).iterator();
    TokenSource source =
        patience -> {
          if (tokens.hasNext()) {
            return tokens.next();
          }
          throw new TokenFailure(TokenFailure.Kind.REFUSED, "no more", null, null);
        };
    try (FakeServer server = answering("HTTP/1.1 401 \r\nContent-Length: 2\r\n\r\nno")) {
      HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();

      assertThatThrownBy(() -> scene.client(source).send(request, BodyHandlers.ofString()))
          .isInstanceOf(TokenFailure.class)
          .hasMessage("no more");

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void everyKindOfHandlerReadsAFinalOne(@TempDir Path folder) throws Exception {
    String last = "HTTP/1.1 503 \r\nContent-Length: 9\r\n\r\none\ntwo\n\n";
    try (FakeServer server = answering(last, last, last, last, last)) {
      assertThat(post(server, BodyHandlers.ofString())).isEqualTo("one\ntwo\n\n");
      assertThat(post(server, BodyHandlers.ofByteArray())).hasSize(9);
      assertThat(post(server, BodyHandlers.ofFile(folder.resolve("body"))))
          .satisfies(file -> assertThat(Files.size(file)).isEqualTo(9));
      try (InputStream stream = post(server, BodyHandlers.ofInputStream())) {
        assertThat(stream.readAllBytes()).hasSize(9);
      }
      try (Stream<String> lines = post(server, BodyHandlers.ofLines())) {
        assertThat(lines).containsExactly("one", "two", "");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aFinalOneThatDoesNotComeInTimeIsNotWaitedFor() throws Exception {
    try (FakeServer server = answering("HTTP/1.1 503 \r\nContent-Length: 9\r\n\r\nhalf")) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/"))
              .timeout(Duration.ofSeconds(20))
              .POST(BodyPublishers.noBody())
              .build();
      Future<HttpResponse<String>> call = scene.calling(scene.client(), request);
      server.takeRequest();

      // In steps, since nobody can see when the body is being waited for.
      while (!call.isDone()) {
        scene.scene.recorder.isSoWithin(Duration.ofMillis(20), call::isDone);
        scene.scene.time.advance(Duration.ofSeconds(5));
      }

      assertThatThrownBy(() -> CallingScene.result(call))
          .cause()
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageStartingWith("the body of the answer 503 came not within PT");
    }
  }

  @Test
  void anInterruptEndsTheReadingOfAFinalOne() throws Exception {
    try (FakeServer server = answering("HTTP/1.1 503 \r\nContent-Length: 9\r\n\r\nhalf")) {
      FutureTask<String> call = new FutureTask<>(() -> post(server, BodyHandlers.ofString()));
      Thread caller = new Thread(call);
      caller.start();
      server.takeRequest();

      caller.interrupt();

      assertThatThrownBy(() -> CallingScene.result(call))
          .cause()
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aHandlerThatFailsOnAFinalOneFailsTheCall() throws Exception {
    BodyHandler<String> failing =
        head ->
            BodySubscribers.mapping(
                BodySubscribers.discarding(),
                nothing -> {
                  throw new UncheckedIOException(new IOException("disk full"));
                });
    try (FakeServer server = answering("HTTP/1.1 503 \r\nContent-Length: 2\r\n\r\nno")) {
      assertThatThrownBy(() -> post(server, failing))
          .isInstanceOf(IOException.class)
          .hasMessage("the body of the answer 503 could not be read")
          .hasRootCauseMessage("disk full");
    }
  }

  private static String throttled(int length) {
    return GONE + length + "\r\n\r\n" + "x".repeat(length);
  }

  private <R> R post(FakeServer server, BodyHandler<R> handler) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/")).POST(BodyPublishers.noBody()).build();
    return scene.client().send(request, handler).body();
  }

  private Future<HttpResponse<String>> calling(FakeServer server) {
    return scene.calling(scene.client(), HttpRequest.newBuilder(server.uri("/")).build());
  }

  private void advanceWhenWaiting(FakeServer server) {
    awaitWaiting(server);
    assertThat(scene.scene.recorder.isSoWithin(Duration.ofSeconds(10), UnreadBodyTest::isReadOn))
        .isTrue();
    scene.scene.time.advance(TOLD);
  }

  /** A call has its place in the row before it reads the rest, and waits there when it has. */
  private static boolean isReadOn() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().equals(Turnstile.Place.class.getName())
                    && frame.getMethodName().equals("await"));
  }

  private void awaitWaiting(FakeServer server) {
    Turnstile turnstile = scene.turnstiles.at(Origin.of(server.uri("/")));
    assertThat(
            scene.scene.recorder.isSoWithin(Duration.ofSeconds(10), () -> turnstile.waiting() == 1))
        .isTrue();
  }

  /** Answers its requests one after another, on whichever connections they come. */
  private FakeServer answering(String... answers) throws IOException {
    Deque<String> left = new ArrayDeque<>(Arrays.asList(answers));
    return FakeServer.doing(
        (server, socket) -> {
          while (server.readRequest(socket)) {
            answer(socket, left);
          }
          ended.countDown();
        });
  }

  private static void late(
      FakeServer server, Socket socket, CountDownLatch over, CountDownLatch rest)
      throws IOException {
    server.readRequest(socket);
    await(over);
    send(socket, "HTTP/1.1 401 \r\nContent-Length: 13\r\n\r\nhalf");
    await(rest);
    send(socket, " and half");
    server.awaitEnd(socket);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  private static void answer(Socket socket, Deque<String> left) throws IOException {
    synchronized (left) {
      socket.getOutputStream().write(left.removeFirst().getBytes(US_ASCII));
    }
  }
}
