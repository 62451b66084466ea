package dev.keybearer.simulator.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client's connection: requests in, answers out, in order, until either side ends it. */
final class Connection implements Runnable, AutoCloseable {
  /** Longer than the pools of common clients keep a connection, so that they close it first. */
  private static final int IDLE_MILLIS = 300_000;

  private static final int SWITCHING = 101;

  private final Socket socket;
  private final Clock clock;
  private final Handler handler;
  private final CountDownLatch closed = new CountDownLatch(1);

  Connection(Socket socket, Clock clock, Handler handler) {
    this.socket = socket;
    this.clock = clock;
    this.handler = handler;
  }

  @Override
  public void run() {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      serve();
    } catch (IOException e) {
      // The client went away or the listener closed: there is nobody left to tell.
    } finally {
      close();
    }
  }

  private void serve() throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream(), 8 * 1024);
    Reader reader = new Reader(in);
    Writer writer = new Writer(socket.getOutputStream(), clock, this::pause);
    boolean open = true;
    while (open) {
      try {
        Reader.Head head = reader.head();
        open = head != null && serve(head, reader, writer, in);
      } catch (ProtocolException e) {
        refuse(writer, e);
        return;
      }
    }
  }

  private static void refuse(Writer writer, ProtocolException why) throws IOException {
    Answer answer =
        Answer.of(400, "text/plain", Objects.requireNonNullElse(why.getMessage(), "malformed"));
    writer.write(
        answer.delivered(Delivery.PLAIN.ending(Delivery.Ending.CLOSED)), Writer.Content.SENT);
  }

  private boolean serve(Reader.Head head, Reader reader, Writer writer, InputStream in)
      throws IOException {
    if ("100-continue".equalsIgnoreCase(head.fields().first("Expect"))) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    String body = reader.body(head);
    Ask ask = ask(head, body);
    Answer answer = answer(ask);
    pause(answer.delivery().pause());
    Writer.Content content =
        head.method().equals("HEAD") ? Writer.Content.LEFT_OUT : Writer.Content.SENT;
    switch (answer.delivery().ending()) {
      case KEPT -> writer.write(answer, content);
      case CLOSED -> writer.write(answer, content);
      case SILENT -> listenInSilence();
      case RESET -> socket.setSoLinger(true, 0);
      case CUT -> {}
    }
    if (answer.delivery().ending() != Delivery.Ending.KEPT) {
      return false;
    }
    Upgrade upgrade = answer.upgrade();
    if (upgrade != null && answer.status() == SWITCHING) {
      socket.setSoTimeout(0);
      upgrade.serve(new Wire(socket, in));
      return false;
    }
    return !"close".equalsIgnoreCase(head.fields().first("Connection"));
  }

  private void listenInSilence() throws IOException {
    socket.setSoTimeout(0);
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private Ask ask(Reader.Head head, String body) {
    return new Ask(
        head.method(),
        head.path(),
        head.query(),
        head.fields(),
        body,
        certificate(),
        Ask.Twist.NONE);
  }

  /** The outermost loop: a bug of the simulator is told to the client, who sees it in its test. */
  @SuppressWarnings("CatchingUnchecked")
  private Answer answer(Ask ask) {
    try {
      return handler.answer(ask);
    } catch (RuntimeException e) {
      return Answer.of(500, "text/plain", "the simulator failed at " + ask + ": " + e);
    }
  }

  private @Nullable X509Certificate certificate() {
    if (!(socket instanceof SSLSocket tls)) {
      return null;
    }
    try {
      return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private void pause(Duration time) throws IOException {
    if (time.isZero()) {
      return;
    }
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("listener closed during a pause");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during a pause", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that does not close properly is gone all the same.
    }
  }
}
