package dev.keybearer.stream.live;

import dev.keybearer.stream.provider.Dialled;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One WebSocket: whole text messages in and out, in order. Safe for many threads. */
final class Socket {
  /** The largest message that is taken; a stream that sends more is cut off. */
  private static final int LARGEST = 16 * 1024 * 1024;

  /** A provider that does not answer a goodbye is cut off. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final WebSocket socket;
  private final Ear ear;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null); // guarded by this

  private Socket(WebSocket socket, Ear ear) {
    this.socket = socket;
    this.ear = ear;
  }

  /** Opens a socket; the future fails with what the client says. */
  static CompletableFuture<Socket> open(
      HttpClient client, Dialled dialled, Duration timeout, Ear ear) {
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(timeout);
    dialled.fields().forEach(builder::header);
    return builder
        .buildAsync(dialled.uri(), new Reading(ear))
        .thenApply(socket -> new Socket(socket, ear));
  }

  /** Lets so many more messages come. */
  void request(long messages) {
    socket.request(messages);
  }

  void send(String text) {
    chain(() -> socket.sendText(text, true));
  }

  void ping() {
    chain(() -> socket.sendPing(ByteBuffer.allocate(0)));
  }

  /** Says goodbye; who does not answer is cut off, also when all streams are closed by then. */
  void close(int code) {
    chain(() -> socket.sendClose(code, ""));
    CompletableFuture.delayedExecutor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
        .execute(socket::abort);
  }

  void abort() {
    socket.abort();
  }

  private synchronized void chain(Supplier<CompletableFuture<WebSocket>> next) {
    sent =
        sent.handle((done, failure) -> null)
            .thenCompose(nothing -> next.get())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    ear.closed(Ear.NO_CODE, "could not be written to");
                  }
                });
  }

  /** Is told what comes; called by the client's threads, which it must not keep. */
  interface Ear {
    /** There was no closing handshake. */
    int NO_CODE = 1006;

    void text(String message);

    void pong();

    void closed(int code, String reason);
  }

  /** Puts fragments together. */
  private static final class Reading implements WebSocket.Listener {
    private final Ear ear;
    private @Nullable StringBuilder begun;

    private Reading(Ear ear) {
      this.ear = ear;
    }

    @Override
    public void onOpen(WebSocket socket) {
      // Nothing is asked for until the socket has an owner.
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      StringBuilder whole = begun;
      if (whole == null && last) {
        ear.text(data.toString());
        return null;
      }
      if (whole == null) {
        whole = new StringBuilder(data.length() * 2);
        begun = whole;
      }
      if (whole.length() + data.length() > LARGEST) {
        socket.abort();
        ear.closed(1009, "a message of more than " + LARGEST + " characters");
        return null;
      }
      whole.append(data);
      if (last) {
        begun = null;
        ear.text(whole.toString());
      } else {
        socket.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      ear.text(""); // a sign of life in a language that is not ours
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      ear.pong();
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      ear.text("");
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      ear.closed(code, reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      ear.closed(Ear.NO_CODE, error.getClass().getSimpleName());
    }
  }
}
