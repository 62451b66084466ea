package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.CallerTlsConfig;
import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.GatewayConfig;
import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.TlsIdentity;
import dev.keybearer.gateway.tls.CallerTls;
import org.jspecify.annotations.Nullable;

/** Makes TLS towards callers. */
public final class CallerSettings {
  private CallerSettings() {}

  /** As a config says, or null when it says plain HTTP. */
  static @Nullable CallerTls of(GatewayConfig config, Parts parts) {
    CallerTlsConfig tls = config.tls();
    if (tls == null) {
      return null;
    }
    Secrecy secrecy = parts.secrecy();
    return parts
        .tls()
        .towardsCallers(
            tls.certificates().stream()
                .map(
                    each ->
                        new Tls.Shown(
                            secrecy.certificate(each.certificate()),
                            secrecy.source(each.privateKey())))
                .toList(),
            tls.clientTrust(),
            rules(tls),
            parts.time().wall());
  }

  private static CallerTls.Rules rules(CallerTlsConfig tls) {
    return new CallerTls.Rules(
        switch (tls.oldest()) {
          case TLS_1_2 -> CallerTls.Version.TLS_1_2;
          case TLS_1_3 -> CallerTls.Version.TLS_1_3;
        },
        switch (tls.clientAuth()) {
          case NONE -> CallerTls.Certificates.NONE;
          case WANT -> CallerTls.Certificates.WANTED;
          case NEED -> CallerTls.Certificates.NEEDED;
        },
        tls.http2(),
        tls.handshake());
  }

  /**
   * Says that certificates which lie in files can be shown to callers; those elsewhere are read
   * when the gateway starts.
   *
   * @throws WiringFailure when they cannot
   */
  public static void check(Config config) {
    GatewayConfig gateway = config.gateway();
    CallerTlsConfig tls = gateway == null ? null : gateway.tls();
    if (gateway != null
        && tls != null
        && tls.certificates().stream().allMatch(CallerSettings::isHere)) {
      of(gateway, Parts.of(config.vault()));
    }
  }

  private static boolean isHere(TlsIdentity identity) {
    return identity.certificate() instanceof SecretReference.File
        && identity.privateKey() instanceof SecretReference.File;
  }
}
