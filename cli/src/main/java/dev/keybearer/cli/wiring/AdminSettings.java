package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AdminConfig;
import dev.keybearer.cli.config.TlsIdentity;
import dev.keybearer.gateway.admin.AdminClient;
import dev.keybearer.gateway.admin.AdminServer;
import dev.keybearer.gateway.admin.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes the settings of the admin port. */
final class AdminSettings {
  private AdminSettings() {}

  static AdminServer.Options of(AdminConfig config, Parts parts) {
    List<AdminClient> clients = new ArrayList<>();
    config
        .clients()
        .forEach(
            (name, client) ->
                clients.add(
                    new AdminClient(
                        name,
                        parts.secrecy().source(client.secret()).read(),
                        roles(client),
                        Set.copyOf(client.tokens()))));
    try {
      return new AdminServer.Options(
          Listening.address(config.listen()),
          Set.copyOf(config.hosts()),
          tls(config.tls(), parts),
          clients);
    } catch (IllegalArgumentException e) {
      throw new WiringFailure(String.valueOf(e.getMessage()), e);
    }
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
