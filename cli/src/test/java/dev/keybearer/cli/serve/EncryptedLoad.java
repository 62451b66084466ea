package dev.keybearer.cli.serve;

import dev.keybearer.cli.wiring.Daemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Callers that call over TLS all the time, on new connections and on one. */
final class EncryptedLoad implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] CALL = Line.get("/api/open/1").getBytes(StandardCharsets.ISO_8859_1);

  private final int port;
  private final SSLContext tls;
  private final AtomicInteger succeeded = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads;
  private volatile @Nullable Certificate shown;
  private volatile boolean over;

  private EncryptedLoad(int port, SSLContext tls) {
    this.port = port;
    this.tls = tls;
    this.threads =
        List.of(
            Thread.ofVirtual().unstarted(this::come),
            Thread.ofVirtual().unstarted(this::come),
            Thread.ofVirtual().unstarted(this::stay));
  }

  static EncryptedLoad on(Daemon daemon, SSLContext tls) {
    return on(daemon.listens().getPort(), tls);
  }

  static EncryptedLoad on(int port, SSLContext tls) {
    EncryptedLoad load = new EncryptedLoad(port, tls);
    load.threads.forEach(Thread::start);
    return load;
  }

  private void stay() {
    try (SSLSocket socket = connect()) {
      while (!over) {
        call(socket);
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  private void come() {
    while (!over) {
      try (SSLSocket socket = connect()) {
        call(socket);
        shown = socket.getSession().getPeerCertificates()[0];
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private void call(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(CALL);
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new IOException("the connection ended behind '" + head + "'");
      }
      head += (char) octet;
    }
    int length =
        head.lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .sum();
    if (socket.getInputStream().readNBytes(length).length < length) {
      throw new IOException("half an answer");
    }
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(head);
    }
    succeeded.incrementAndGet();
  }

  /** Waits until new connections are shown this. */
  void awaitShown(Certificate certificate) {
    Eventually.holds(
        "it is shown; so far " + failures, () -> certificate.equals(shown) || !failures.isEmpty());
  }

  int succeeded() {
    return succeeded.get();
  }

  List<String> failures() {
    return failures;
  }

  /** Lets the last calls end. */
  void stop() {
    over = true;
    Eventually.holds("the last calls", () -> threads.stream().noneMatch(Thread::isAlive));
  }

  @Override
  public void close() {
    stop();
  }
}
