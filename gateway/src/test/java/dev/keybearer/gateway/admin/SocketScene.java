package dev.keybearer.gateway.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket for tokens in a folder, what it works with, and processes that come to it. */
final class SocketScene implements AutoCloseable {
  final List<String> journal = new CopyOnWriteArrayList<>();
  final FakeOperations operations = new FakeOperations(journal);
  final RecordingActs acts = new RecordingActs(journal);
  final Path path;
  final String me;
  final TokenSocket socket;

  private SocketScene(Path folder, Bounds bounds, AdminClient... clients) throws IOException {
    this.path = folder.resolve("keybearer.sock");
    this.me = Files.getOwner(folder).getName();
    List<AdminClient> all = clients.length == 0 ? List.of(me()) : List.of(clients);
    Ports ports = new Ports(operations, acts, new FakeTime());
    this.socket = TokenSocket.open(new TokenSocket.Options(path, all), ports, bounds);
  }

  /** We may have the token of orders, unless others may. */
  static SocketScene open(Path folder, AdminClient... clients) {
    return open(folder, TokenSocket.STANDARD, clients);
  }

  static SocketScene open(Path folder, Bounds bounds, AdminClient... clients) {
    try {
      return new SocketScene(folder, bounds, clients);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AdminClient me() {
    return AdminClient.ofUser("billing", me, Set.of("orders"));
  }

  Answer get(String target, String... fields) {
    return Answer.parse(ask(AdminScene.request("GET " + target, "", fields)));
  }

  /** What comes back for these octets, until the other end hangs up. */
  String ask(String octets) {
    try (SocketChannel peer = connect(path)) {
      say(peer, octets);
      return readToEnd(peer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other end may have hung up before it was asked anything; what it said is read then. */
  private static void say(SocketChannel peer, String octets) {
    try {
      peer.write(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return;
    }
  }

  static SocketChannel connect(Path path) throws IOException {
    SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);
    peer.connect(UnixDomainSocketAddress.of(path));
    return peer;
  }

  /** Whoever hangs up without having read all resets the connection, after what it has said. */
  static String readToEnd(SocketChannel peer) {
    var all = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(4_096);
    try {
      while (peer.read(some) >= 0) {
        all.write(some.array(), 0, some.position());
        some.clear();
      }
    } catch (IOException e) {
      return all.toString(StandardCharsets.ISO_8859_1);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    socket.close();
  }
}
