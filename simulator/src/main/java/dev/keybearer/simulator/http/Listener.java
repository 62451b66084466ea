package dev.keybearer.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * A loopback port that speaks HTTP/1.1. It can be closed, so that clients are refused, and opened
 * again on the same port. Safe for use by many threads.
 */
public final class Listener implements AutoCloseable {
  /** Room for a thousand clients that connect in one instant. */
  private static final int BACKLOG = 1024;

  private static final long RETRY_NANOS = 5_000_000;

  /**
   * The accepting thread ends as soon as its socket is closed; this is for one that does not run.
   */
  private static final long ACCEPT_END_MILLIS = 1_000;

  private final Wiring wiring;
  private final Handler handler;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();

  /** Guarded by lock. */
  private @Nullable ServerSocket door;

  private @Nullable Thread accepting;

  private volatile int port;

  /** A listener that is not open yet; port 0 takes a free one at the first opening. */
  public Listener(int port, Wiring wiring, Handler handler) {
    this.port = port;
    this.wiring = wiring;
    this.handler = handler;
  }

  /** Accepts connections from now on; an open listener stays as it is. */
  public void open() {
    synchronized (lock) {
      if (door != null) {
        return;
      }
      ServerSocket opened = bind();
      port = opened.getLocalPort();
      door = opened;
      Thread thread = new Thread(() -> accept(opened), "simulator-accept-" + port);
      thread.setDaemon(true);
      thread.start();
      accepting = thread;
    }
  }

  private ServerSocket bind() {
    try {
      ServerSocket socket = socket(wiring.tls());
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "listening on 127.0.0.1:" + port + " failed; is another program using the port?", e);
    }
  }

  private static ServerSocket socket(@Nullable SSLContext tls) throws IOException {
    if (tls == null) {
      return new ServerSocket();
    }
    SSLServerSocket socket = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
    socket.setWantClientAuth(true);
    return socket;
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        serve(from, from.accept());
      } catch (IOException e) {
        // Either the listener was closed, and the loop ends, or this one client failed to connect.
        // When the cause is a want of file descriptors, trying again at once would only spin.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void serve(ServerSocket from, Socket socket) {
    Connection connection = new Connection(socket, wiring.clock(), handler);
    connections.add(connection);
    if (from.isClosed()) {
      end(connection);
      return;
    }
    try {
      wiring.threads().execute(() -> runThenEnd(connection));
    } catch (RejectedExecutionException e) {
      end(connection);
    }
  }

  private void runThenEnd(Connection connection) {
    try {
      connection.run();
    } finally {
      end(connection);
    }
  }

  private void end(Connection connection) {
    connections.remove(connection);
    connection.close();
  }

  /** The port it listens on, or last listened on; 0 when it never did. */
  public int port() {
    return port;
  }

  /** Refuses new connections and cuts those there are; may be called twice. */
  @Override
  public void close() {
    synchronized (lock) {
      if (door == null) {
        return;
      }
      try {
        door.close();
      } catch (IOException e) {
        // A listening socket that does not close properly is gone all the same.
      }
      door = null;
      awaitEnd(accepting);
    }
    connections.forEach(this::end);
  }

  /** A port takes one more connection for as long as a thread still accepts on it. */
  private static void awaitEnd(@Nullable Thread accepting) {
    try {
      if (accepting != null) {
        LockSupport.unpark(accepting);
        accepting.join(ACCEPT_END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
