package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.GatewayConfig;
import dev.keybearer.cli.config.ProofsConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What of a config counts from the next start on, and not before. */
final class RestartOnly {
  private RestartOnly() {}

  /**
   * Holds one config against another.
   *
   * @throws WiringFailure when they differ in what takes a restart
   */
  static void refuse(Config before, Config next) {
    same("store", before.store(), next.store());
    same("admin.listen", before.admin().listen(), next.admin().listen());
    same("admin.socket", before.admin().socket(), next.admin().socket());
    same("whether admin has tls", before.admin().tls() == null, next.admin().tls() == null);
    same("log", before.log(), next.log());
    same("revocations", before.revocations(), next.revocations());
    same("traces", before.traces(), next.traces());
    same("whether there is a gateway", before.gateway() == null, next.gateway() == null);
    same("gateway.proofs, but for its origins,", proofs(before), proofs(next));
    same("vault", before.vault(), next.vault());
  }

  private static void same(String section, @Nullable Object before, @Nullable Object next) {
    if (!Objects.equals(before, next)) {
      throw new WiringFailure(
          section + " has changed, which takes a restart; everything stays as it was", null);
    }
  }

  /** What the one memory of proofs is made for. */
  private static @Nullable ProofsConfig proofs(Config config) {
    GatewayConfig gateway = config.gateway();
    return gateway == null
        ? null
        : new ProofsConfig(List.of(), gateway.proofs().nonce(), gateway.proofs().age());
  }
}
