package dev.keybearer.simulator;

import dev.keybearer.simulator.stream.Received;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A client of simulated streams that knows nothing of how they work. */
final class StreamUser implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE = 10;
  private static final long MOMENT = 150;
  private static final String PING = "{\"type\":\"ping\"}";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private StreamUser(HttpClient http, URI to, String[] headers) throws Exception {
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(PATIENCE));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    socket = builder.buildAsync(to, this).get(PATIENCE, TimeUnit.SECONDS);
  }

  static StreamUser open(URI to, String... headers) throws Exception {
    return new StreamUser(HTTP, to, headers);
  }

  static StreamUser open(HttpClient http, URI to, String... headers) throws Exception {
    return new StreamUser(http, to, headers);
  }

  static StreamUser withToken(SimulatedStream stream, String token) throws Exception {
    return open(stream.uri(), "Authorization", "Bearer " + token);
  }

  /** The response that refused a handshake. */
  static java.net.http.HttpResponse<?> refusal(URI to, String... headers) throws Exception {
    try (StreamUser admitted = open(to, headers)) {
      throw new AssertionError("was let in: " + admitted.socket);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
        return refused.getResponse();
      }
      throw e;
    }
  }

  static int refused(SimulatedStream stream, String token) throws Exception {
    return refusal(stream.uri(), "Authorization", "Bearer " + token).statusCode();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      heard.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  StreamUser say(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** Subscribes to topics and waits until that is confirmed. */
  StreamUser subscribe(String... topics) throws Exception {
    say("{\"type\":\"subscribe\",\"topics\":[\"" + String.join("\",\"", topics) + "\"]}");
    for (String topic : topics) {
      JsonNode answer = next();
      if (!answer.path("type").asString("").equals("subscribed")
          || !answer.path("topic").asString("").equals(topic)) {
        throw new AssertionError("not subscribed to " + topic + ": " + answer);
      }
    }
    return this;
  }

  JsonNode next() throws Exception {
    String text = heard.poll(PATIENCE, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing was said");
    }
    return Json.parse(text);
  }

  /** The type of what is said next. */
  String nextType() throws Exception {
    return next().path("type").asString("");
  }

  /** The bodies of so many messages; other things are skipped. */
  List<String> bodies(int number) throws Exception {
    List<String> bodies = new ArrayList<>();
    while (bodies.size() < number) {
      JsonNode said = next();
      if (said.path("type").asString("").equals("message")) {
        bodies.add(said.path("body").toString());
      }
    }
    return bodies;
  }

  /** So many messages as its ledger would have them. */
  List<Received> received(int number) throws Exception {
    List<Received> received = new ArrayList<>();
    while (received.size() < number) {
      JsonNode said = next();
      if (said.path("type").asString("").equals("message")) {
        received.add(Received.of(said.path("topic").asString(""), said.path("body").toString()));
      }
    }
    return received;
  }

  /** Whether nothing is said for a moment. */
  boolean hearsNothing() throws Exception {
    return heard.poll(MOMENT, TimeUnit.MILLISECONDS) == null;
  }

  /** Whether what the server says next is the answer to a ping of the protocol. */
  boolean isAnswered() throws Exception {
    say(PING);
    String text = heard.poll(PATIENCE, TimeUnit.SECONDS);
    return text != null && text.contains("pong");
  }

  /** Whether the server says nothing for a moment behind a ping of the protocol. */
  boolean isIgnored() throws Exception {
    say(PING);
    return hearsNothing();
  }

  /** The close code, once the server has closed. */
  int closeCode() throws Exception {
    return closed.get(PATIENCE, TimeUnit.SECONDS);
  }

  /**
   * Whether the connection was reset. The mere end of the bytes is not always told by the JDK's
   * client when it comes right behind a message.
   */
  boolean broke() throws Exception {
    try {
      return closed.get(PATIENCE, TimeUnit.SECONDS) == 1006;
    } catch (ExecutionException e) {
      return true;
    }
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  /** Says goodbye. */
  void leave() {
    socket.sendClose(1000, "").join();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
