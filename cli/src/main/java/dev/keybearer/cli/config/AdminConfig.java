package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where operators and local processes ask.
 *
 * @param listen where; elsewhere than on this machine only with TLS and clients
 * @param hosts under which it may be asked, beside those of this machine
 * @param tls what it shows, or null when it speaks plain http
 * @param clients who may ask, by name; empty when everybody on this machine may
 */
public record AdminConfig(
    HostPort listen,
    List<String> hosts,
    @Nullable TlsIdentity tls,
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
    var clients =
        keys.defaulted(
            "clients",
            Sections.ADMIN_CLIENTS.section(AdminClient.SHAPE),
            "{}",
            "Who may ask, by name; left out: everybody on this machine.");
    return keys.build(
        in -> {
          var made = new AdminConfig(in.get(listen), in.get(hosts), in.get(tls), in.get(clients));
          made.check(in.at(listen));
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
}
