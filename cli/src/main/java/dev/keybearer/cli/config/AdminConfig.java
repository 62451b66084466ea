package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where operators and local processes ask.
 *
 * @param listen where; elsewhere than on this machine only with TLS and clients
 * @param hosts under which it may be asked, beside those of this machine
 * @param tls what it shows, or null when it speaks plain http
 * @param socket at which processes of this machine fetch tokens, or null for none
 * @param clients who may ask, by name; empty when everybody on this machine may
 */
public record AdminConfig(
    HostPort listen,
    List<String> hosts,
    @Nullable TlsIdentity tls,
    @Nullable Path socket,
    Map<String, AdminClient> clients) {
  static final Shape<AdminConfig> SHAPE = shape();

  private static Shape<AdminConfig> shape() {
    var keys = Keys.of("Where operators and local processes ask.");
    var listen =
        keys.defaulted(
            "listen",
            HostPort.TYPE,
            "127.0.0.1:9090",
            "Where; elsewhere than on this machine only with tls and clients.");
    var hosts =
        keys.defaulted(
            "hosts",
            ListOf.of(HostPort.HOST),
            "[]",
            "Hosts under which it may be asked, beside those of this machine.");
    var tls = keys.optional("tls", TlsIdentity.SHAPE, "The certificate it shows, and its key.");
    var socket =
        keys.optional(
            "socket", Texts.PATH, "A Unix socket at which clients with user fetch tokens.");
    var clients =
        keys.defaulted(
            "clients",
            Sections.ADMIN_CLIENTS.section(AdminClient.SHAPE),
            "{}",
            "Who may ask, by name; left out: everybody on this machine.");
    return keys.build(
        in -> {
          var made =
              new AdminConfig(
                  in.get(listen), in.get(hosts), in.get(tls), in.get(socket), in.get(clients));
          made.check(in.at(listen));
          made.checkSocket(in.at(socket));
          made.checkUsers(in.at(clients));
          return made;
        });
  }

  /** Adds that it is open to others without protection (M1). */
  private void check(Place atListen) {
    List<String> missing = new ArrayList<>();
    if (tls == null) {
      missing.add("tls");
    }
    if (clients.isEmpty()) {
      missing.add("clients");
    }
    if (!listen.isLoopback() && !missing.isEmpty()) {
      String both = String.join(" and ", missing);
      atListen.report(
          atListen
              .problem(Kind.CONFLICT, "is open to other machines, which needs " + both)
              .withHelp("add " + both + ", or listen on 127.0.0.1:" + listen.port()));
    }
  }

  /** Adds that nobody may come to the socket. */
  private void checkSocket(Place atSocket) {
    if (socket != null && clients.values().stream().allMatch(client -> client.user() == null)) {
      atSocket.report(
          atSocket
              .problemAtKey(Kind.CONFLICT, "is for clients with user, and there are none")
              .withHelp("add a client with user: NAME and tokens: [CREDENTIAL]"));
    }
  }

  /** Adds which clients come to no socket, and which are the same. */
  private void checkUsers(Place atClients) {
    Map<String, String> known = new HashMap<>();
    clients.forEach(
        (name, client) -> {
          String user = client.user();
          String same = user == null ? null : known.putIfAbsent(user, name);
          Place place = atClients.below(name).below(AdminClient.USER);
          if (same != null) {
            place.report(
                place
                    .problem(Kind.CONFLICT, "is the user of client " + same + " as well")
                    .withHelp("make one client of the two"));
          }
          if (user != null && socket == null) {
            place.report(
                place
                    .problemAtKey(Kind.CONFLICT, "is known at a socket, and there is none")
                    .withHelp("add admin.socket: ./keybearer.sock, or give the client a secret"));
          }
        });
  }
}
