package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.CredentialView.Counts;
import dev.keybearer.gateway.admin.CredentialView.Held;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.List;

/** Does what it is told to, and notes in a journal that it was asked. */
final class FakeOperations implements Operations {
  static final String FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015";
  static final String TOKEN = "a-token-that-nobody-may-see";

  static final CredentialView VIEW =
      new CredentialView(
          "orders",
          "corp",
          "client-credentials",
          true,
          new Held(
              new Fingerprint(FINGERPRINT),
              7,
              FakeTime.START.plusSeconds(800),
              FakeTime.START.plusSeconds(1_000),
              Scopes.of("orders:read", "orders:write")),
          new Counts(6, 1, 2, 3),
          null);

  static final StreamState STREAM =
      new StreamState(
          "events",
          "live",
          true,
          2,
          7,
          3,
          Duration.ofMillis(1_500),
          new StreamState.Counts(9, 8, 1, 5, 0, 1_204, 2, 1_201));

  volatile Readiness readiness = new Readiness(List.of());
  volatile List<CredentialView> credentials = List.of(VIEW);
  volatile Outcome<CredentialView> renewal = new Outcome.Done<>(VIEW);
  volatile Outcome<Rotation> rotation = new Outcome.Done<>(Rotation.ROTATED);
  volatile Outcome<StreamState> streamRotation = new Outcome.Done<>(STREAM);
  volatile Outcome<Revoked> revocation =
      new Outcome.Done<>(
          new Revoked(
              12, Duration.ofNanos(41_500), Duration.ofMillis(3), Revoked.AtIssuer.NOT_ASKED));
  volatile Outcome<Reloaded> reloading =
      new Outcome.Done<>(new Reloaded(List.of("route /a/** is new")));
  volatile Outcome<Token> token = new Outcome.Done<>(token());

  /** What happens while something is being done. */
  volatile Runnable meanwhile = () -> {};

  private final List<String> journal;

  FakeOperations(List<String> journal) {
    this.journal = journal;
  }

  static Token token() {
    Token.Terms terms =
        new Token.Terms(7, FakeTime.START.plusMillis(90_500), Scopes.of("orders:read"));
    return Token.of("Bearer", TOKEN, new Fingerprint(FINGERPRINT), terms);
  }

  @Override
  public String health() {
    return did("health", "{\"status\":\"healthy\"}");
  }

  @Override
  public Readiness readiness() {
    return did("readiness", readiness);
  }

  @Override
  public String metrics() {
    return did("metrics", "# TYPE up gauge\nup 1\n");
  }

  @Override
  public List<CredentialView> credentials() {
    return did("credentials", credentials);
  }

  @Override
  public Outcome<CredentialView> renew(String credential, Duration patience) {
    return did("renew " + credential, renewal);
  }

  @Override
  public Outcome<Rotation> rotate(String credential, Duration patience) {
    return did("rotate " + credential, rotation);
  }

  @Override
  public List<StreamState> streams() {
    return List.of(STREAM);
  }

  @Override
  public Outcome<StreamState> rotateStream(String stream) {
    return did("rotate stream " + stream, streamRotation);
  }

  @Override
  public Outcome<Revoked> revoke(RevokeRequest request) {
    return did("revoke " + request, revocation);
  }

  @Override
  public Outcome<Reloaded> reload() {
    return did("reload", reloading);
  }

  @Override
  public Outcome<Token> token(String credential, Duration patience) {
    return did("token " + credential, token);
  }

  @Override
  public Fingerprint fingerprint(Secret presented) {
    return new Fingerprint(FINGERPRINT);
  }

  private <T> T did(String what, T result) {
    journal.add(what);
    meanwhile.run();
    return result;
  }
}
