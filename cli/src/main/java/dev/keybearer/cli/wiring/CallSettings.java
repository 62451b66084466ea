package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.ConnectionLimits;
import dev.keybearer.cli.config.GatewayConfig;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.tls.CallerTls;
import dev.keybearer.gateway.wire.Wire;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts for calls at the moment.
 *
 * @param plan for them
 * @param limits of their connections
 * @param tls of connections that begin, or null for plain ones
 * @param drain how long calls may go on at the end
 */
record CallSettings(Plan plan, Wire.Limits limits, @Nullable CallerTls tls, Duration drain) {
  /** Nobody listens, so that nothing of it ever counts. */
  private static final CallSettings NOBODY =
      new CallSettings(
          Plan.of(List.of(), TrustedProxies.of(List.of())),
          Wire.Limits.STANDARD,
          null,
          Duration.ZERO);

  /** As a config says, or for nobody when it has no gateway. */
  static CallSettings of(@Nullable GatewayConfig gateway, Plans plans, Parts parts) {
    return gateway == null
        ? NOBODY
        : new CallSettings(
            plans.of(gateway),
            limits(gateway.limits(), TrustedProxies.of(gateway.trustedProxies())),
            CallerSettings.of(gateway, parts),
            gateway.limits().drain());
  }

  private static Wire.Limits limits(ConnectionLimits limits, TrustedProxies proxies) {
    return new Wire.Limits(
        limits.connections(),
        limits.perAddress(),
        proxies,
        Math.toIntExact(limits.headSize()),
        limits.head(),
        limits.idle());
  }
}
