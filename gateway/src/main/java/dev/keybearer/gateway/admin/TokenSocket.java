package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.AdminClient.Mark;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * A Unix socket at which processes of this machine fetch tokens. Who they are is what the system
 * says of the other end; each connection is for one request and has a virtual thread of its own.
 * Safe for use by many threads.
 */
public final class TokenSocket implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TokenSocket.class.getName());

  /** How long requests that are under way may take to end when it is closed. */
  private static final Duration PARTING = Duration.ofSeconds(2);

  /** The pause after a connection could not be taken, such as for want of descriptors. */
  private static final Duration BREATH = Duration.ofSeconds(1);

  /** Whoever asks is on this machine and has one line to say. */
  static final Bounds STANDARD = new Bounds(128, 64, Duration.ofSeconds(5));

  private final ServerSocketChannel listener;
  private final SocketFile file;
  private final Exchanges exchanges;
  private final Desk desk;
  private final CountDownLatch closing = new CountDownLatch(1);

  private TokenSocket(ServerSocketChannel listener, SocketFile file, Bounds bounds, Desk desk) {
    this.listener = listener;
    this.file = file;
    this.exchanges = new Exchanges("keybearer-socket", bounds);
    this.desk = desk;
  }

  /**
   * Listens.
   *
   * @param operations give the tokens
   * @param acts are told of it
   * @throws IOException when nobody can listen there, with what to do
   */
  public static TokenSocket open(Options options, Operations operations, Acts acts, TimeSource time)
      throws IOException {
    return open(options, new Ports(operations, acts, time), STANDARD);
  }

  static TokenSocket open(Options options, Ports ports, Bounds bounds) throws IOException {
    Desk desk = Desk.ofTokens(ports, bounds, settings(options.clients()));
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      SocketFile file = SocketFile.bind(listener, options.path());
      TokenSocket socket = new TokenSocket(listener, file, bounds, desk);
      socket.prepare(options.clients());
      Thread.ofPlatform().daemon().name("keybearer-socket").start(socket::accept);
      return socket;
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  private static Settings settings(List<AdminClient> clients) {
    return new Settings(new Guard("http", Hosts.of(Set.of())), Clients.of(clients));
  }

  /**
   * Lets others come as far as they have to for these clients, of whom none counts yet.
   *
   * @throws IOException when its file cannot be opened to them, or closed to others
   */
  public void prepare(List<AdminClient> clients) throws IOException {
    file.open(clients.stream().anyMatch(this::isSomebodyElse));
  }

  /** From now on these clients count, which were prepared for. */
  public void use(List<AdminClient> clients) {
    desk.use(settings(clients));
  }

  private boolean isSomebodyElse(AdminClient client) {
    return client.mark() instanceof Mark.User user && !user.name().equals(file.owner());
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel peer = listener.accept();
        begin(peer);
      } catch (IOException e) {
        if (listener.isOpen()) {
          LOG.log(System.Logger.Level.WARNING, "the socket for tokens takes nobody in", e);
          pause();
        }
      }
    }
  }

  private void begin(SocketChannel peer) throws IOException {
    try {
      exchanges.execute(() -> serve(peer));
    } catch (RejectedExecutionException e) {
      peer.close();
    }
  }

  private void pause() {
    try {
      boolean _ = closing.await(BREATH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel peer) {
    try (peer) {
      Origin origin =
          new Origin.Peer(peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
      ByteBuffer answer = answer(origin, Channels.newInputStream(peer));
      while (answer.hasRemaining()) {
        peer.write(answer);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a process hung up at the socket, or was too slow", e);
    }
  }

  /** What to answer; nothing to whoever hung up. */
  private ByteBuffer answer(Origin origin, InputStream in) throws IOException {
    try {
      RequestHead head = RequestHead.read(in);
      return head == null
          ? ByteBuffer.allocate(0)
          : answer(new Request(head.method(), head.target(), head.fields(), origin));
    } catch (BadRequest bad) {
      return ByteBuffer.wrap(desk.refuse(bad.refusal()).octets("GET"));
    }
  }

  private ByteBuffer answer(Request request) throws IOException {
    return ByteBuffer.wrap(desk.answer(request).octets(request.method()));
  }

  /** Takes no more requests, and lets those under way end within two seconds; twice is fine. */
  @Override
  public void close() {
    closing.countDown();
    try (listener) {
      if (listener.isOpen()) {
        file.remove();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the socket for tokens was left behind", e);
    }
    exchanges.drain(PARTING);
    exchanges.close();
  }

  /**
   * Where the socket is, and who may come.
   *
   * @param path of its file
   * @param clients of whom those count that are known by their user
   */
  public record Options(Path path, List<AdminClient> clients) {
    /** Options. */
    public Options {
      clients = List.copyOf(clients);
    }
  }
}
