package dev.keybearer.simulator;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sees the bytes on the wire. */
final class RawUser implements AutoCloseable {
  private final Socket socket;

  RawUser(URI host) throws IOException {
    socket = new Socket(host.getHost(), host.getPort());
    socket.setSoTimeout(10_000);
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** A token request that asks the server to close the connection after its answer. */
  void askForToken() throws IOException {
    String body = "grant_type=client_credentials&client_id=svc&client_secret=s3cret";
    send(
        "POST /token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Everything up to the end of the connection. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Takes bytes up to and with this text. */
  void readUntil(String end) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf(end) < 0) {
      int next = read();
      if (next < 0) {
        throw new IOException("ended before '" + end + "'");
      }
      all.append((char) next);
    }
  }

  int read() throws IOException {
    return socket.getInputStream().read();
  }

  void timeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
