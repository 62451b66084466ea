package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.AdminServer.Options;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An admin port on a free port, what it works with, and somebody who calls it. */
final class AdminScene implements AutoCloseable {
  static final String READER = "the-secret-of-the-reader";
  static final String OPERATOR = "the-secret-of-the-operator";
  static final String SIDECAR = "the-secret-of-the-sidecar";

  static final List<AdminClient> CLIENTS =
      List.of(
          new AdminClient("reader", Secret.of(READER), Set.of(Role.READ), Set.of()),
          new AdminClient("operator", Secret.of(OPERATOR), Set.of(Role.OPERATE), Set.of()),
          new AdminClient("sidecar", Secret.of(SIDECAR), Set.of(), Set.of("orders")));

  static final String MEANT = "X-Keybearer: 1";

  final List<String> journal = new CopyOnWriteArrayList<>();
  final FakeOperations operations = new FakeOperations(journal);
  final RecordingActs acts = new RecordingActs(journal);
  final FakeTime time = new FakeTime();
  final AdminServer server;

  private AdminScene(List<AdminClient> clients, Bounds bounds) {
    try {
      Ports ports = new Ports(operations, acts, time);
      this.server = AdminServer.open(options(clients), ports, bounds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AdminScene open(Bounds bounds) {
    return new AdminScene(List.of(), bounds);
  }

  /** Everybody on this machine may come. */
  static AdminScene withoutClients() {
    return open(Bounds.STANDARD);
  }

  static AdminScene withClients() {
    return new AdminScene(CLIENTS, Bounds.STANDARD);
  }

  static Options options(List<AdminClient> clients) {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Options(free, Set.of("admin.example.com", "fixed.example.com:9090"), null, clients);
  }

  static String bearer(String secret) {
    return "Authorization: Bearer " + secret;
  }

  int port() {
    return server.address().getPort();
  }

  Answer get(String target, String... fields) {
    return ask("GET " + target, "", fields);
  }

  /** A write that is meant. */
  Answer post(String target, String body, String... fields) {
    String[] more = Arrays.copyOf(fields, fields.length + 1);
    more[fields.length] = MEANT;
    return ask("POST " + target, body, more);
  }

  /** Method and target, on a connection of its own. */
  Answer ask(String start, String body, String... fields) {
    return raw(request(start, body, fields));
  }

  Answer raw(String octets) {
    return Answer.parse(RawClient.exchange(port(), octets));
  }

  static String request(String start, String body, String... fields) {
    StringBuilder text = new StringBuilder(start).append(" HTTP/1.1\r\n");
    List<String> lines = List.of(fields);
    if (lines.stream().noneMatch(each -> each.startsWith("Host:"))) {
      text.append("Host: localhost\r\n");
    }
    lines.forEach(line -> text.append(line).append("\r\n"));
    text.append("Connection: close\r\n");
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
