package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.Acts.Action;
import dev.keybearer.gateway.admin.CredentialView.Held;
import dev.keybearer.gateway.admin.Effects.Form;
import dev.keybearer.gateway.admin.Operations.Reloaded;
import dev.keybearer.gateway.admin.Operations.Rotation;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages that do something. */
final class Operating {
  private final Operations operations;
  private final Effects effects;
  private final TimeSource time;

  Operating(Operations operations, Effects effects, TimeSource time) {
    this.operations = operations;
    this.effects = effects;
    this.time = time;
  }

  Reply renew(Visit visit) throws BadRequest {
    JsonFields.requireNone(visit.body());
    String name = visit.name(2);
    return effects.carryOut(
        visit.act(Action.ADMIN_RENEW, name),
        () -> operations.renew(name, Bounds.PATIENCE),
        new Form<>(view -> tokenWords(view.held()), view -> Reply.json(200, Views.members(view))));
  }

  Reply rotate(Visit visit) throws BadRequest {
    JsonFields.requireNone(visit.body());
    String name = visit.name(2);
    return effects.carryOut(
        visit.act(Action.ADMIN_ROTATE, name),
        () -> operations.rotate(name, Bounds.PATIENCE),
        new Form<>(Operating::word, Operating::rotated));
  }

  Reply rotateStream(Visit visit) throws BadRequest {
    JsonFields.requireNone(visit.body());
    String name = visit.name(2);
    return effects.carryOut(
        visit.act(Action.ADMIN_ROTATE_STREAM, name),
        () -> operations.rotateStream(name),
        new Form<>(
            stream -> "after connection " + stream.generation(),
            stream -> Reply.json(202, Views.members(stream))));
  }

  Reply revoke(Visit visit) throws BadRequest {
    RevokeRequest request = RevokeReading.parse(visit.body());
    return effects.carryOut(
        visit.act(Action.ADMIN_REVOKE, target(request)),
        () -> operations.revoke(request),
        new Form<>(
            revoked -> "number " + revoked.number() + ", issuer " + word(revoked.atIssuer()),
            Operating::revoked));
  }

  Reply reload(Visit visit) throws BadRequest {
    JsonFields.requireNone(visit.body());
    return effects.carryOut(
        visit.act(Action.ADMIN_RELOAD, "config"),
        operations::reload,
        new Form<>(reloaded -> String.join("; ", reloaded.changes()), Operating::reloaded));
  }

  Reply token(Visit visit) {
    String name = visit.name(1);
    return effects.carryOut(
        visit.act(Action.TOKEN_FETCHED, name),
        () -> operations.token(name, Bounds.PATIENCE),
        new Form<>(token -> "token " + token.fingerprint(), this::token));
  }

  private Reply token(Token token) {
    String header = token.authorizationHeader();
    Duration left = Duration.between(time.wall(), token.expiresAt());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("token", token.value());
    members.put("token_type", header.substring(0, header.length() - token.value().length() - 1));
    members.put("expires_in", Math.max(0, left.toSeconds()));
    members.put("expires_at", token.expiresAt().toString());
    members.put("scopes", token.scopes().words());
    return Reply.json(200, members);
  }

  private static Reply rotated(Rotation rotation) {
    return switch (rotation) {
      case ROTATED -> Reply.json(200, Map.of("rotation", word(rotation)));
      case PENDING -> Reply.json(202, Map.of("rotation", word(rotation)));
    };
  }

  private static Reply revoked(Revoked revoked) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("revoked", true);
    members.put("number", revoked.number());
    members.put("effective_ms", millis(revoked.effective()));
    members.put("durable_ms", millis(revoked.durable()));
    members.put("at_issuer", word(revoked.atIssuer()));
    return Reply.json(200, members);
  }

  private static Reply reloaded(Reloaded reloaded) {
    List<String> changes = reloaded.changes();
    return Reply.json(200, Map.of("changes", changes));
  }

  /** What is to be revoked, by its name: never a token. */
  private String target(RevokeRequest request) {
    return switch (request) {
      case RevokeRequest.Presented presented ->
          "token " + operations.fingerprint(presented.token());
      case RevokeRequest.Named named -> words(named.target());
    };
  }

  private static String words(Target target) {
    return switch (target) {
      case Target.Text text -> "token " + text.fingerprint();
      case Target.Content _ -> "token by what is signed";
      case Target.Numbered numbered -> "jti " + numbered.tokenId() + of(numbered.issuer());
      case Target.Subject subject -> "subject " + subject.subject() + of(subject.issuer());
      case Target.Client client -> "client " + client.clientId() + of(client.issuer());
    };
  }

  private static String of(@Nullable String issuer) {
    return issuer == null ? "" : " of " + issuer;
  }

  private static String tokenWords(@Nullable Held held) {
    return held == null ? "no token" : "token " + held.fingerprint();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** To the microsecond. */
  private static BigDecimal millis(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos() / 1_000, 3);
  }
}
