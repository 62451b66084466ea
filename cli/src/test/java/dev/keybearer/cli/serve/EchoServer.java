package dev.keybearer.cli.serve;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service that speaks WebSocket and sends back every short frame it gets; the first protocol it
 * is offered is the one it speaks.
 */
final class EchoServer implements AutoCloseable {
  private static final int CLOSE = 0x88;

  private final ServerSocket listener;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private EchoServer(ServerSocket listener) {
    this.listener = listener;
  }

  static EchoServer open() {
    try {
      var server = new EchoServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The heads of the requests that came so far. */
  List<String> heads() {
    return heads;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(agreement(head(in)).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      int first;
      do {
        first = in.readUnsignedByte();
        byte[] payload = new byte[in.readUnsignedByte() & 0x7f];
        byte[] key = in.readNBytes(4);
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= key[i & 3];
        }
        out.write(first);
        out.write(payload.length);
        out.write(payload);
        out.flush();
      } while (first != CLOSE);
    } catch (IOException e) {
      // The other end left, or this one was closed.
    } finally {
      open.remove(socket);
    }
  }

  private List<String> head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    heads.add(head.toString());
    return List.of(head.toString().split("\r\n", -1));
  }

  private static String agreement(List<String> request) {
    List<String> lines = new ArrayList<>();
    lines.add("HTTP/1.1 101 Switching Protocols");
    lines.add("Upgrade: websocket");
    lines.add("Connection: Upgrade");
    lines.add("Sec-WebSocket-Accept: " + accept(value(request, "sec-websocket-key")));
    String protocols = value(request, "sec-websocket-protocol");
    if (!protocols.isEmpty()) {
      lines.add("Sec-WebSocket-Protocol: " + protocols.split(",", -1)[0].strip());
    }
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String value(List<String> request, String name) {
    return request.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String accept(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
