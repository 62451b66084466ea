package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.cli.wiring.Custody.Held;
import dev.keybearer.gateway.admin.CredentialView;
import dev.keybearer.gateway.admin.Operations;
import dev.keybearer.gateway.admin.Outcome;
import dev.keybearer.gateway.admin.RevokeRequest;
import dev.keybearer.gateway.admin.Revoked;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.gateway.revocation.Answer;
import dev.keybearer.gateway.revocation.Ended;
import dev.keybearer.gateway.revocation.Ending;
import dev.keybearer.gateway.revocation.RevocationDesk;
import dev.keybearer.gateway.revocation.RevocationFailure;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.renewal.SourceState;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.verification.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what operators ask a daemon for. */
final class Operator implements Operations {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Custody custody;
  private final StreamRoom streams;
  private final RevocationDesk revocations;
  private final Fingerprinter names;
  private final Watch watch;
  private final Supplier<List<String>> reload;

  /**
   * Does it to these.
   *
   * @param reload reads the config again and tells what changed
   */
  Operator(
      Wards wards,
      RevocationDesk revocations,
      Fingerprinter names,
      Watch watch,
      Supplier<List<String>> reload) {
    this.custody = wards.custody;
    this.streams = wards.streams;
    this.revocations = revocations;
    this.names = names;
    this.watch = watch;
    this.reload = reload;
  }

  @Override
  public String health() {
    return watch.health();
  }

  @Override
  public Readiness readiness() {
    return new Readiness(watch.missing());
  }

  @Override
  public String metrics() {
    return watch.metrics();
  }

  @Override
  public List<CredentialView> credentials() {
    return custody.sources().states().stream()
        .filter(state -> custody.held().containsKey(state.credential()))
        .map(this::view)
        .toList();
  }

  @Override
  public Outcome<CredentialView> renew(String name, Duration patience) {
    return of(
        name,
        held -> {
          custody.sources().renew(held.credential(), patience);
          return new Outcome.Done<>(view(name));
        });
  }

  @Override
  public Outcome<Rotation> rotate(String name, Duration patience) {
    return of(name, held -> rotate(held.credential(), patience));
  }

  /** The reference of a credential is read anew: whoever rotates has put the new secret there. */
  private Outcome<Rotation> rotate(Credential credential, Duration patience) {
    SecretSource next = credential.client().nextSecret();
    SecretSource given = next == null ? credential.client().authentication().secret() : next;
    if (given == null) {
      return new Outcome.Refused<>(
          "credential " + credential.name() + " has no shared secret to rotate");
    }
    try {
      Secret fixed = given.read();
      boolean proved = custody.sources().rotate(credential, () -> fixed, patience);
      return new Outcome.Done<>(proved ? Rotation.ROTATED : Rotation.PENDING);
    } catch (SecretFailure e) {
      return new Outcome.Failed<>(String.valueOf(e.getMessage()), null);
    } catch (IllegalStateException e) {
      return new Outcome.Refused<>(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<StreamState> streams() {
    return streams.states();
  }

  @Override
  public Outcome<StreamState> rotateStream(String name) {
    KeptStream stream = streams.find(name);
    if (stream == null) {
      return new Outcome.NotFound<>();
    }
    stream.rotate();
    return new Outcome.Done<>(stream.state());
  }

  @Override
  public Outcome<Revoked> revoke(RevokeRequest request) {
    try {
      return switch (revocations.end(ending(request))) {
        case Answer.Refused refused -> new Outcome.Refused<>(refused.words());
        case Ended ended -> {
          endOurs(request);
          yield new Outcome.Done<>(revoked(ended));
        }
      };
    } catch (RevocationFailure e) {
      return new Outcome.Failed<>(String.valueOf(e.getMessage()), null);
    }
  }

  private static Ending ending(RevokeRequest request) {
    return switch (request) {
      case RevokeRequest.Presented presented ->
          new Ending.Presented(
              presented.token(),
              switch (presented.reach()) {
                case HERE -> Ending.Reach.HERE;
                case ISSUER -> Ending.Reach.ISSUER;
              });
      case RevokeRequest.Named named -> new Ending.Named(named.target(), named.issuedBefore());
    };
  }

  /**
   * A name may be that of a token of ours: then it is given out no more, and ended at its issuer.
   */
  private void endOurs(RevokeRequest request) {
    Fingerprint named =
        switch (request) {
          case RevokeRequest.Presented presented -> names.of(presented.token());
          case RevokeRequest.Named given ->
              given.target() instanceof Target.Text text ? text.fingerprint() : null;
        };
    for (SourceState state : custody.sources().states()) {
      Token token = state.token();
      Held held = custody.held().get(state.credential());
      if (token != null && held != null && token.fingerprint().equals(named)) {
        custody.sources().revoke(held.credential(), PATIENCE);
      }
    }
  }

  private static Revoked revoked(Ended ended) {
    return new Revoked(
        ended.number(),
        ended.effective(),
        ended.durable(),
        switch (ended.atIssuer()) {
          case NOT_ASKED -> Revoked.AtIssuer.NOT_ASKED;
          case CONFIRMED -> Revoked.AtIssuer.CONFIRMED;
          case UNCONFIRMED -> Revoked.AtIssuer.UNCONFIRMED;
        });
  }

  @Override
  public Outcome<Reloaded> reload() {
    try {
      return new Outcome.Done<>(new Reloaded(reload.get()));
    } catch (ConfigFailure e) {
      return new Outcome.Refused<>(e.report().render(Paint.PLAIN));
    } catch (WiringFailure | SecretFailure e) {
      return new Outcome.Refused<>(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Outcome<Token> token(String name, Duration patience) {
    return of(name, held -> new Outcome.Done<>(held.source().get(patience)));
  }

  @Override
  public Fingerprint fingerprint(Secret token) {
    return names.of(token);
  }

  private <T> Outcome<T> of(String name, Function<Held, Outcome<T>> act) {
    Held held = custody.held().get(name);
    if (held == null) {
      return new Outcome.NotFound<>();
    }
    try {
      return act.apply(held);
    } catch (TokenFailure e) {
      return new Outcome.Failed<>(String.valueOf(e.getMessage()), e.retryAt());
    }
  }

  private CredentialView view(String name) {
    for (SourceState state : custody.sources().states()) {
      if (state.credential().equals(name)) {
        return view(state);
      }
    }
    throw new IllegalStateException("the source of " + name + " is gone");
  }

  private CredentialView view(SourceState state) {
    Credential credential =
        Objects.requireNonNull(custody.held().get(state.credential())).credential();
    return new CredentialView(
        state.credential(),
        credential.issuer().name(),
        word(credential),
        state.usable(),
        held(state),
        watch.counts(state.credential()),
        state.troubleMessage());
  }

  private static String word(Credential credential) {
    return switch (credential.grant()) {
      case Grant.ClientCredentials _ -> "client-credentials";
      case Grant.RefreshToken _ -> "refresh-token";
      case Grant.AuthorizationCode _ -> "authorization-code";
      case Grant.DeviceCode _ -> "device-code";
      case Grant.JwtBearer _ -> "jwt-bearer";
      case Grant.Saml2Bearer _ -> "saml2-bearer";
      case Grant.TokenExchange _ -> "token-exchange";
    };
  }

  private static CredentialView.@Nullable Held held(SourceState state) {
    Token token = state.token();
    if (token == null || state.renewFrom() == null || state.endsAt() == null) {
      return null;
    }
    return new CredentialView.Held(
        token.fingerprint(), token.generation(), state.renewFrom(), state.endsAt(), token.scopes());
  }

  /** What it is asked to look after. */
  record Wards(Custody custody, StreamRoom streams) {}
}
