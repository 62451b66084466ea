package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.CredentialView.Counts;
import dev.keybearer.gateway.admin.CredentialView.Held;
import dev.keybearer.gateway.admin.Operations.Readiness;
import dev.keybearer.gateway.health.StreamState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages that only show something. */
final class Views {
  private final Operations operations;

  Views(Operations operations) {
    this.operations = operations;
  }

  Reply live(Visit visit) {
    return Reply.json(200, Map.of("status", "alive"));
  }

  /** Words name credentials and issuers: only those see them who would see the rest as well. */
  Reply ready(Visit visit) {
    Readiness readiness = operations.readiness();
    if (readiness.isReady()) {
      return Reply.json(200, Map.of("status", "ready"));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "not_ready");
    if (visit.visitor().roles().contains(Role.READ)) {
      body.put("missing", readiness.missing());
    }
    return Reply.json(503, body);
  }

  Reply health(Visit visit) {
    return Reply.json(operations.health());
  }

  Reply metrics(Visit visit) {
    return Reply.metrics(operations.metrics());
  }

  Reply credentials(Visit visit) {
    List<Map<String, @Nullable Object>> all =
        operations.credentials().stream().map(Views::members).toList();
    return Reply.json(200, Map.of("credentials", all));
  }

  Reply streams(Visit visit) {
    List<Map<String, @Nullable Object>> all =
        operations.streams().stream().map(Views::members).toList();
    return Reply.json(200, Map.of("streams", all));
  }

  /** A stream as it is shown. */
  static Map<String, @Nullable Object> members(StreamState stream) {
    StreamState.Counts counts = stream.counts();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", stream.name());
    members.put("state", stream.state());
    members.put("connections", (long) stream.connections());
    members.put("generation", stream.generation());
    members.put("attempts", counts.attempts());
    members.put("established", counts.established());
    members.put("drops", counts.drops());
    members.put("rotations", counts.rotations());
    members.put("gaps", counts.gaps());
    members.put("messages", counts.messages());
    members.put("flagged", counts.flagged());
    members.put("acknowledged", counts.acknowledged());
    members.put("waiting", (long) stream.waiting());
    members.put("silence_seconds", stream.silence().toSeconds());
    return members;
  }

  /** A credential as it is shown. */
  static Map<String, @Nullable Object> members(CredentialView view) {
    Held held = view.held();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", view.name());
    members.put("issuer", view.issuer());
    members.put("grant", view.grant());
    members.put("usable", view.usable());
    members.put("fingerprint", held == null ? null : held.fingerprint().text());
    members.put("generation", held == null ? null : held.generation());
    members.put("renew_from", held == null ? null : held.renewFrom().toString());
    members.put("ends_at", held == null ? null : held.endsAt().toString());
    members.put("scopes", held == null ? List.of() : held.scopes().words());
    members.putAll(members(view.counts()));
    members.put("trouble", view.trouble());
    return members;
  }

  private static Map<String, @Nullable Object> members(Counts counts) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("refresh_success", counts.refreshSuccess());
    members.put("refresh_failure", counts.refreshFailure());
    members.put("rate_limited", counts.rateLimited());
    members.put("secret_rotations", counts.secretRotations());
    return members;
  }
}
