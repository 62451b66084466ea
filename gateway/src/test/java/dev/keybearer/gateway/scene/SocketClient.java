package dev.keybearer.gateway.scene;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A caller that speaks WebSocket by the Java platform's own library, and what it got. */
public final class SocketClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Ear ear = new Ear();
  private final WebSocket socket;

  private SocketClient(int port, String target, Map<String, String> fields, String... protocols) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    fields.forEach(builder::header);
    if (protocols.length > 0) {
      builder.subprotocols(
          protocols[0], List.of(protocols).subList(1, protocols.length).toArray(String[]::new));
    }
    socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + target), ear).join();
  }

  public static SocketClient open(int port, String target, String... protocols) {
    return new SocketClient(port, target, Map.of(), protocols);
  }

  /** With a token. */
  public static SocketClient openWith(String token, int port, String target) {
    return new SocketClient(port, target, Map.of("Authorization", "Bearer " + token));
  }

  /** The status of the answer to a handshake that fails. */
  public static int refusal(int port, String target, Map<String, String> fields) {
    try (SocketClient _ = new SocketClient(port, target, fields)) {
      throw new AssertionError("it was let through");
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  public String protocol() {
    return socket.getSubprotocol();
  }

  public SocketClient send(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** Sends the beginning of a message. */
  public SocketClient begin(String text) {
    socket.sendText(text, false).join();
    return this;
  }

  /** Sends it in frames of so many characters. */
  public SocketClient sendInParts(String text, int length) {
    for (int from = 0; from < text.length(); from += length) {
      int end = Math.min(text.length(), from + length);
      socket.sendText(text.substring(from, end), end == text.length()).join();
    }
    return this;
  }

  public SocketClient send(byte[] octets) {
    socket.sendBinary(ByteBuffer.wrap(octets), true).join();
    return this;
  }

  public SocketClient ping(String words) {
    socket.sendPing(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII))).join();
    return this;
  }

  public SocketClient sendClose(int code) {
    socket.sendClose(code, "").join();
    return this;
  }

  /** Takes nothing any more, or again. */
  public SocketClient takes(boolean more) {
    ear.takes(more);
    return this;
  }

  /** So many messages, of which the last one is given. */
  public String await(int count) {
    Eventually.holds(count + " messages", () -> ear.messages.size() >= count);
    return ear.messages.get(count - 1);
  }

  public List<String> messages() {
    return ear.messages;
  }

  /** Octets of binary messages so far. */
  public long octets() {
    return ear.octets.get();
  }

  public List<String> pongs() {
    return ear.pongs;
  }

  /** The code it was closed with, and the words; -1 when its connection broke. */
  public String closed() {
    return ear.closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  public boolean isClosed() {
    return ear.closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }

  private static final class Ear implements WebSocket.Listener {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> pongs = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final AtomicLong octets = new AtomicLong();
    private boolean paused;
    private boolean asked;
    private @Nullable WebSocket socket;

    synchronized void takes(boolean more) {
      paused = !more;
      if (more && !asked && socket != null) {
        asked = true;
        socket.request(1);
      }
    }

    private synchronized void next(WebSocket from) {
      socket = from;
      asked = !paused;
      if (asked) {
        from.request(1);
      }
    }

    @Override
    public void onOpen(WebSocket from) {
      next(from);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      next(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      octets.addAndGet(data.remaining());
      next(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      pongs.add(StandardCharsets.US_ASCII.decode(message).toString());
      next(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(reason.isEmpty() ? Integer.toString(code) : code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete("-1");
    }
  }
}
