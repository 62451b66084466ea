package dev.keybearer.gateway.scene;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * An upstream on a real socket that writes down every octet of every request it gets, reads
 * requests in the strictest way, and answers as it is told. It shares no code with the gateway:
 * what it saw is what was sent.
 */
public final class RawUpstream implements AutoCloseable {
  private static final Reply OK = Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

  private final ServerSocket listener;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Reply usual = OK;
  private volatile Reply atHead = (request, socket, out) -> true;

  private RawUpstream(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on a free port of the loopback address. */
  public static RawUpstream open() {
    try {
      RawUpstream upstream =
          new RawUpstream(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same over TLS. */
  public static RawUpstream open(SSLContext tls, boolean certificates) {
    try {
      SSLServerSocket listener =
          (SSLServerSocket)
              tls.getServerSocketFactory()
                  .createServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
      listener.setNeedClientAuth(certificates);
      RawUpstream upstream = new RawUpstream(listener);
      Thread.ofVirtual().start(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The next request gets this, in turn. */
  public void next(Reply reply) {
    replies.add(reply);
  }

  /** Requests get this when nothing else is said. */
  public void always(Reply reply) {
    usual = reply;
  }

  /** Requests get this as soon as their head has come; false ends the connection there. */
  public void atHead(Reply reply) {
    atHead = reply;
  }

  /** All requests so far. */
  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Keeps nothing of them. */
  public void forget() {
    seen.clear();
  }

  /** How many connections came so far. */
  public int connections() {
    return connections.get();
  }

  /** How many connections are open. */
  public int openConnections() {
    return open.size();
  }

  /** Closes every connection that is open, as a server does that restarts. */
  public void dropConnections() {
    open.forEach(RawUpstream::closeQuietly);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, number));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Seen request = read(in, socket, connection);
        if (request == null) {
          return;
        }
        seen.add(request);
        Reply next = replies.poll();
        if (!(next == null ? usual : next).give(request, socket, socket.getOutputStream())) {
          return;
        }
      }
    } catch (IOException e) {
      // The other end left, or this upstream was closed.
    } finally {
      open.remove(socket);
    }
  }

  private @Nullable Seen read(InputStream in, Socket socket, int connection) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        if (head.isEmpty()) {
          return null;
        }
        throw new IOException("half a head: " + head);
      }
      head.append((char) octet);
    }
    Seen request = new Seen(head.toString(), "", connection);
    if (!atHead.give(request, socket, socket.getOutputStream())) {
      return null;
    }
    byte[] body =
        switch (request.framing()) {
          case "none" -> new byte[0];
          case "chunked" -> chunks(in);
          default -> exactly(in, Integer.parseInt(request.framing()));
        };
    return new Seen(head.toString(), new String(body, StandardCharsets.ISO_8859_1), connection);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("half a body");
    }
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in), 16);
      all.writeBytes(exactly(in, length));
      if (!line(in).isEmpty()) {
        throw new IOException("no end of a chunk");
      }
      if (length == 0) {
        return all.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (!line.toString().endsWith("\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("half a line");
      }
      line.append((char) octet);
    }
    return line.substring(0, line.length() - 2);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a request is answered with. */
  @FunctionalInterface
  public interface Reply {
    /** Answers; whether another request may come on this connection. */
    boolean give(Seen request, Socket socket, OutputStream out) throws IOException;

    /** These octets, one a character. */
    static Reply text(String text) {
      return (request, socket, out) -> {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return true;
      };
    }

    /** A JSON body, or any other text. */
    static Reply of(int status, String body) {
      return text(
          "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** These octets, and then the end of the connection. */
    static Reply thenClosing(String text) {
      return (request, socket, out) -> {
        Reply.text(text).give(request, socket, out);
        return false;
      };
    }

    /** Whatever this gives, when the gate opens. */
    static Reply behind(CountDownLatch gate, Reply reply) {
      return (request, socket, out) -> {
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return reply.give(request, socket, out);
      };
    }

    /** These octets, and then the reset of the connection. */
    static Reply thenReset(String text) {
      return (request, socket, out) -> {
        Reply.text(text).give(request, socket, out);
        socket.setSoLinger(true, 0);
        return false;
      };
    }

    /** The connection is reset. */
    static Reply reset() {
      return (request, socket, out) -> {
        socket.setSoLinger(true, 0);
        return false;
      };
    }

    /** Nothing, until the other end gives up. */
    static Reply silence() {
      return (request, socket, out) -> {
        while (socket.getInputStream().read() >= 0) {}
        return false;
      };
    }
  }

  /**
   * A request as it came.
   *
   * @param head with the empty line that ends it
   * @param body one character an octet
   * @param connection the number of the connection it came on, from 1
   */
  public record Seen(String head, String body, int connection) {
    public String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    public String target() {
      return line().split(" ", -1)[1];
    }

    public String text() {
      return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The values of all fields of this name. */
    public List<String> values(String name) {
      List<String> values = new ArrayList<>();
      for (String field : fields()) {
        if (field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          values.add(field.substring(name.length() + 1).strip());
        }
      }
      return values;
    }

    /** The value of the one field of this name, or "" when there is none or more. */
    public String value(String name) {
      List<String> values = values(name);
      return values.size() == 1 ? values.getFirst() : "";
    }

    public List<String> fields() {
      List<String> lines = List.of(head.split("\r\n", -1));
      return lines.subList(1, lines.indexOf(""));
    }

    /** How the body is framed: none, chunked, or a number. */
    String framing() throws IOException {
      List<String> lengths = values("content-length");
      List<String> codings = values("transfer-encoding");
      if (lengths.size() + codings.size() > 1) {
        throw new IOException("framed twice: " + head);
      }
      if (!codings.isEmpty()) {
        return codings.getFirst();
      }
      return lengths.isEmpty() ? "none" : lengths.getFirst();
    }
  }

  /** Waits until so many requests have come. */
  public void await(int count) {
    Eventually.holds(count + " requests have come", () -> seen.size() >= count);
  }
}
