package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AdminConfig;
import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.TlsIdentity;
import dev.keybearer.gateway.admin.AdminClient;
import dev.keybearer.gateway.admin.AdminServer;
import dev.keybearer.gateway.admin.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes the settings of the admin port. */
final class AdminSettings {
  private AdminSettings() {}

  static AdminServer.Options of(AdminConfig config, Parts parts) {
    try {
      List<AdminClient> clients = new ArrayList<>();
      config.clients().forEach((name, client) -> clients.add(client(name, client, parts)));
      return new AdminServer.Options(
          Listening.address(config.listen()),
          Set.copyOf(config.hosts()),
          tls(config.tls(), parts),
          clients);
    } catch (IllegalArgumentException e) {
      throw new WiringFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static AdminClient client(
      String name, dev.keybearer.cli.config.AdminClient client, Parts parts) {
    Set<String> tokens = Set.copyOf(client.tokens());
    if (client.user() != null) {
      return AdminClient.ofUser(name, client.user(), tokens);
    }
    SecretReference secret = Objects.requireNonNull(client.secret(), "or a user, says the config");
    return new AdminClient(name, parts.secrecy().source(secret).read(), roles(client), tokens);
  }

  private static Set<Role> roles(dev.keybearer.cli.config.AdminClient client) {
    return client.roles().stream()
        .map(
            role ->
                switch (role) {
                  case READ -> Role.READ;
                  case OPERATE -> Role.OPERATE;
                })
        .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable SSLContext tls(@Nullable TlsIdentity identity, Parts parts) {
    return identity == null
        ? null
        : parts
            .tls()
            .showing(
                parts.secrecy().certificate(identity.certificate()),
                parts.secrecy().source(identity.privateKey()),
                null);
  }
}
