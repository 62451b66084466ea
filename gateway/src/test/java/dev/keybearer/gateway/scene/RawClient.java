package dev.keybearer.gateway.scene;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A caller on a real socket that sends whatever octets it is told to. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  public static RawClient connect(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same from an address of this machine. */
  public static RawClient connect(String from, int port) {
    try {
      Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same over TLS with the end that this host name stands for. */
  public static RawClient connect(int port, SSLContext tls, String host) {
    try {
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
      plain.setSoTimeout(PATIENCE_MILLIS);
      SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The certificate that the other end showed. */
  public X509Certificate shown() {
    try {
      return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends octets, one a character, and what comes back until the other end closes. */
  public static String exchange(int port, String octets) {
    try (RawClient client = connect(port)) {
      client.send(octets);
      return client.readToEnd();
    }
  }

  public RawClient send(String octets) {
    try {
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends octets a few at a time; the other end may have had enough before the last of them. */
  public RawClient sendInPieces(String octets, int piece) {
    try {
      for (int from = 0; from < octets.length(); from += piece) {
        send(octets.substring(from, Math.min(octets.length(), from + piece)));
      }
    } catch (UncheckedIOException e) {
      return this; // what it said before can still be read
    }
    return this;
  }

  /** One answer with a Content-Length, or without a body. */
  public String readAnswer() {
    String head = readHead();
    int length = 0;
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return head + read(length);
  }

  /** A head, with the empty line that ends it. */
  public String readHead() {
    try {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          throw new IOException("the connection ended behind: " + head);
        }
        head.append((char) octet);
      }
      return head.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many octets. */
  public String read(int length) {
    try {
      byte[] octets = socket.getInputStream().readNBytes(length);
      return new String(octets, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What has come at the moment, when something has. */
  public String readPiece() {
    try {
      byte[] octets = new byte[8_192];
      int read = socket.getInputStream().read(octets);
      return new String(octets, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything until the other end closes or resets. */
  public String readToEnd() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8_192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, read);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open behind: " + all, e);
    } catch (IOException e) {
      return all.toString(StandardCharsets.ISO_8859_1); // reset
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Says nothing more, and still listens. */
  public RawClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves without a word. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
