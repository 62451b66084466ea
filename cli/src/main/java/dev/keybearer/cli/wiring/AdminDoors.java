package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AdminConfig;
import dev.keybearer.gateway.admin.Acts;
import dev.keybearer.gateway.admin.AdminServer;
import dev.keybearer.gateway.admin.Operations;
import dev.keybearer.gateway.admin.TokenSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where operators and local processes ask: the admin port, and a socket where one is named. */
final class AdminDoors implements AutoCloseable {
  private final AdminServer port;
  private final @Nullable TokenSocket socket;

  private AdminDoors(AdminServer port, @Nullable TokenSocket socket) {
    this.port = port;
    this.socket = socket;
  }

  /**
   * Opens what a config names.
   *
   * @throws WiringFailure when nobody can listen there, with what to change
   */
  static AdminDoors open(AdminConfig config, Parts parts, Operations operations, Acts acts) {
    AdminServer.Options options = AdminSettings.of(config, parts);
    AdminServer port = port(options, parts, operations, acts);
    Path path = config.socket();
    try {
      return new AdminDoors(
          port,
          path == null
              ? null
              : TokenSocket.open(
                  new TokenSocket.Options(path, options.clients()),
                  operations,
                  acts,
                  parts.time()));
    } catch (IOException e) {
      port.close();
      throw new WiringFailure("admin.socket: " + e.getMessage(), e);
    }
  }

  private static AdminServer port(
      AdminServer.Options options, Parts parts, Operations operations, Acts acts) {
    try {
      return AdminServer.open(options, operations, acts, parts.time());
    } catch (IOException e) {
      throw Listening.taken(e, "admin.listen");
    }
  }

  /**
   * Does what may fail of what comes next; nobody else counts yet.
   *
   * @throws WiringFailure when the socket cannot be opened to its clients
   */
  void prepare(AdminServer.Options options) {
    if (socket != null) {
      try {
        socket.prepare(options.clients());
      } catch (IOException e) {
        throw new WiringFailure("admin.socket cannot be opened to its clients: " + e, e);
      }
    }
  }

  /** From now on other hosts, clients and keys count, which were prepared for. */
  void use(AdminServer.Options options) {
    if (socket != null) {
      socket.use(options.clients());
    }
    port.use(options);
  }

  /** Where the port listens. */
  InetSocketAddress address() {
    return port.address();
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
    port.close();
  }
}
