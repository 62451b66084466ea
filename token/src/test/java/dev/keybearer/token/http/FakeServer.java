package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A raw server on loopback that does to each connection what the test says. */
public final class FakeServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch dropped = new CountDownLatch(1);

  private final Thread acceptor;

  private FakeServer(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
    this.acceptor = new Thread(this::acceptAll, "fake-server-accepts");
  }

  public static FakeServer doing(Behaviour behaviour) throws IOException {
    return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
  }

  public static FakeServer on(ServerSocket listener, Behaviour behaviour) {
    FakeServer server = new FakeServer(listener, behaviour);
    server.acceptor.setDaemon(true);
    server.acceptor.start();
    return server;
  }

  /** Answers every request on every connection with the same bytes. */
  public static FakeServer answering(String answer) throws IOException {
    return doing(
        (server, socket) -> {
          while (server.readRequest(socket)) {
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
          }
        });
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  public URI secureUri(String path) {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort() + path);
  }

  public int connections() {
    return accepted.size();
  }

  public int requestCount() {
    return requests.size();
  }

  /** The next request as it came over the wire. */
  public String takeRequest() throws InterruptedException {
    String request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Waits until the other side drops a connection. */
  public boolean isDropped() throws InterruptedException {
    return dropped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Reads one request whole; false when the other side ended the connection instead. */
  public boolean readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    while (!request.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      request.write(next);
    }
    request.write(in.readNBytes(contentLength(request.toString(ISO_8859_1))));
    requests.add(request.toString(ISO_8859_1));
    return true;
  }

  /** Blocks until the other side ends the connection. */
  public void awaitEnd(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** From here on a connection is refused. */
  @Override
  public void close() throws IOException {
    listener.close();
    // A port that a thread still accepts on may take one more connection.
    try {
      acceptor.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listener.accept();
        accepted.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(closed);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.serve(this, socket);
    } catch (IOException broken) {
      dropped.countDown();
    }
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** What the server does to one connection; it is closed afterwards. */
  public interface Behaviour {
    void serve(FakeServer server, Socket socket) throws IOException;
  }
}
