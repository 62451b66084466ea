package dev.keybearer.cli.serve;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who listens at a daemon by WebSocket, with the Java platform's own library. */
final class Listening implements WebSocket.Listener, AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final WebSocket socket;

  Listening(int port, String path, String token) {
    socket =
        client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
            .join();
  }

  /** Says something. */
  Listening say(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** The messages it has heard so far. */
  List<String> messages() {
    return messages;
  }

  /** Says something and waits until it comes back. */
  Listening echo(String text) {
    say(text);
    Eventually.holds("an echo of " + text, () -> messages.contains(text));
    return this;
  }

  boolean isClosed() {
    return closed.isDone();
  }

  /** The code and the words it is closed with; waits for them. */
  String closed() {
    return closed.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(String.valueOf(error.getMessage()));
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }
}
