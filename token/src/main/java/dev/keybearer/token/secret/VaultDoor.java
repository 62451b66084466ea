package dev.keybearer.token.secret;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.SecretFailure.Kind;
import dev.keybearer.token.secret.VaultWire.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gets client tokens from Vault and prolongs them; keeps nothing. */
final class VaultDoor {
  /** Longer leases exist (a root token has none at all), but none that a process outlives. */
  private static final long LONGEST_LEASE = TimeUnit.DAYS.toSeconds(3650);

  private final VaultWire wire;
  private final VaultLogin login;
  private final LongSupplier nanos;

  VaultDoor(VaultWire wire, VaultLogin login, LongSupplier nanos) {
    this.wire = wire;
    this.login = login;
    this.nanos = nanos;
  }

  VaultSession login() {
    if (login instanceof VaultLogin.AppRole role) {
      return login(role);
    }
    return adopt(((VaultLogin.Token) login).token().read());
  }

  /** The same token with a longer lease, or null when Vault does not prolong it. */
  @Nullable VaultSession renew(VaultSession session) {
    long since = nanos.getAsLong();
    Reply reply = wire.post(List.of("auth", "token", "renew-self"), session.token(), Map.of());
    JsonObject lease = reply.at("auth");
    return reply.status() == 200 && lease != null
        ? session(session.token(), lease, "lease_duration", since)
        : null;
  }

  private VaultSession login(VaultLogin.AppRole role) {
    long since = nanos.getAsLong();
    try (Secret secretId = role.secretId().read()) {
      Map<String, String> body = Map.of("role_id", role.roleId(), "secret_id", secretId.reveal());
      Reply reply = wire.post(List.of("auth", "approle", "login"), null, body);
      if (reply.status() != 200) {
        throw wire.failure(
            Kind.REFUSED,
            "refused the AppRole login ("
                + reply.status()
                + "); check the role id, and "
                + role.secretId()
                + " for its age and uses");
      }
      JsonObject auth = reply.at("auth");
      String token = auth == null ? null : auth.text("client_token");
      if (auth == null || token == null || token.isEmpty()) {
        throw wire.failure(Kind.UNREACHABLE, "answered the AppRole login without a client token");
      }
      return session(Secret.of(token), auth, "lease_duration", since);
    }
  }

  /** A token may be allowed to read secrets and not to look at itself; then its end is unknown. */
  private VaultSession adopt(Secret token) {
    long since = nanos.getAsLong();
    Reply reply = wire.get(List.of("auth", "token", "lookup-self"), token);
    JsonObject lease = reply.at("data");
    return reply.status() == 200 && lease != null
        ? session(token, lease, "ttl", since)
        : new VaultSession(token, false, since, 0);
  }

  private VaultSession session(Secret token, JsonObject lease, String length, long since) {
    BigDecimal seconds = lease.number(length);
    if (seconds == null || seconds.signum() < 0) {
      throw wire.failure(Kind.UNREACHABLE, "answered without a sound " + length);
    }
    long bounded = seconds.min(BigDecimal.valueOf(LONGEST_LEASE)).longValue();
    boolean renewable = Boolean.TRUE.equals(lease.bool("renewable"));
    return new VaultSession(token, renewable, since, TimeUnit.SECONDS.toNanos(bounded));
  }
}
