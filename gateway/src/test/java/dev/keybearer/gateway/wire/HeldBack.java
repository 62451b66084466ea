package dev.keybearer.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the gateway and an upstream, passes octets on without reading them, and holds back
 * what the upstream says until a test lets it go in one go. For one connection after the other.
 */
final class HeldBack implements AutoCloseable {
  private final ServerSocket listener;
  private final int upstream;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean holding;
  private @Nullable Socket gateway;

  private HeldBack(ServerSocket listener, int upstream) {
    this.listener = listener;
    this.upstream = upstream;
  }

  /** Before an upstream on that port of this machine. */
  static HeldBack before(int upstream) {
    try {
      HeldBack made =
          new HeldBack(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), upstream);
      Thread.ofVirtual().start(made::accept);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized void hold() {
    holding = true;
  }

  /** How many octets are held back. */
  synchronized int size() {
    return held.size();
  }

  /** Lets all of it go at once. */
  synchronized void letGo() {
    holding = false;
    try {
      socket().getOutputStream().write(held.toByteArray());
      held.reset();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connection to the gateway as anybody on the way could. */
  synchronized void cut() {
    closeQuietly(socket());
  }

  private Socket socket() {
    Socket socket = gateway;
    if (socket == null) {
      throw new IllegalStateException("there is no connection yet");
    }
    return socket;
  }

  private void accept() {
    while (true) {
      try {
        Socket from = listener.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), upstream);
        synchronized (this) {
          gateway = from;
        }
        Thread.ofVirtual().start(() -> pump(from, to, false));
        Thread.ofVirtual().start(() -> pump(to, from, true));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] octets = new byte[16 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
        synchronized (this) {
          (answers && holding ? held : out).write(octets, 0, count);
        }
      }
    } catch (IOException e) {
      return; // one end is gone, and so is the other
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
