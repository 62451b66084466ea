package dev.keybearer.gateway.signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A receiver of webhooks on a real socket; each connection is answered as the script says. */
final class FakeReceiver implements AutoCloseable {
  static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

  /** Reads the request and never answers. */
  static final String SILENCE = "";

  final List<Message> messages = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Queue<String> script = new ConcurrentLinkedQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile String otherwise = OK;

  private FakeReceiver(ServerSocket server) {
    this.server = server;
    Thread.ofVirtual().start(this::accept);
  }

  static FakeReceiver open(@Nullable SSLContext tls) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      return new FakeReceiver(
          tls == null
              ? new ServerSocket(0, 50, loopback)
              : tls.getServerSocketFactory().createServerSocket(0, 50, loopback));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FakeReceiver open() {
    return open(null);
  }

  /** The next requests are answered so, one after the other. */
  FakeReceiver answers(String... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  /** A status with some fields. */
  static String status(int status, String... fields) {
    return "HTTP/1.1 " + status + " Some Words\r\n" + String.join("", fields) + "\r\n";
  }

  /** All others are answered so. */
  FakeReceiver otherwise(String answer) {
    otherwise = answer;
    return this;
  }

  /** Says this to all who are there. */
  void say(String answer) {
    try {
      for (Socket socket : open) {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  URI at(String scheme, String host) {
    return URI.create(scheme + "://" + host + ":" + port() + "/hooks?key=1");
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void serve(Socket socket) {
    try {
      Message message = Message.read(socket.getInputStream());
      String answer = script.poll();
      String said = answer == null ? otherwise : answer;
      messages.add(message);
      if (!said.equals(SILENCE)) {
        socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
        socket.close();
      }
    } catch (IOException e) {
      return; // the sender left
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request as it came. */
  record Message(String start, Map<String, String> fields, String body) {
    static Message read(InputStream in) throws IOException {
      String start = line(in);
      Map<String, String> fields = new LinkedHashMap<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        if (colon < 0) {
          throw new IOException("that is no request");
        }
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
      return new Message(start, fields, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int octet = in.read(); octet != '\n'; octet = in.read()) {
        if (octet < 0) {
          throw new IOException("it left");
        }
        line.append((char) octet);
      }
      return line.substring(0, line.length() - 1);
    }

    String field(String name) {
      return fields.getOrDefault(name, "");
    }

    /** As the reference library takes them. */
    Map<String, List<String>> headers() {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      fields.forEach((name, value) -> headers.put(name, new ArrayList<>(List.of(value))));
      return headers;
    }
  }
}
