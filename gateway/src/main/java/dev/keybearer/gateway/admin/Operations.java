package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Token;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.List;

/**
 * What the admin port can be asked for. Called by many threads at once, each of which may wait as
 * long as it is told to, and never interrupted.
 */
public interface Operations {
  /** How everything stands, as the text of a JSON object. */
  String health();

  /** Whether calls can be served. */
  Readiness readiness();

  /** The metrics, in the text format of Prometheus. */
  String metrics();

  /** All credentials, in the order in which they are shown. */
  List<CredentialView> credentials();

  /** Gets the successor of a credential's token now, however fresh that is. */
  Outcome<CredentialView> renew(String credential, Duration patience);

  /** Brings in the secret that stands at the credential's reference now. */
  Outcome<Rotation> rotate(String credential, Duration patience);

  /** All streams, in the order in which they are shown. */
  List<StreamState> streams();

  /** Replaces the connections of a stream, one after the other. */
  Outcome<StreamState> rotateStream(String stream);

  /** Ends tokens early. */
  Outcome<Revoked> revoke(RevokeRequest request);

  /** Reads the configuration again. */
  Outcome<Reloaded> reload();

  /** A usable token of a credential. */
  Outcome<Token> token(String credential, Duration patience);

  /** The name of a token that somebody presents. */
  Fingerprint fingerprint(Secret token);

  /**
   * Whether calls can be served.
   *
   * @param missing what is missing for that, for people; nothing when they can
   */
  record Readiness(List<String> missing) {
    /** A state of being ready or not. */
    public Readiness {
      missing = List.copyOf(missing);
    }

    /** Whether nothing is missing. */
    public boolean isReady() {
      return missing.isEmpty();
    }
  }

  /** How far a new secret has come. */
  enum Rotation {
    /** It works and is in use. */
    ROTATED,
    /** The issuer does not take it yet: the old one stays in use, and it is tried again. */
    PENDING
  }

  /**
   * A configuration that counts since now.
   *
   * @param changes what it changes, for people
   */
  record Reloaded(List<String> changes) {
    /** A configuration that counts. */
    public Reloaded {
      changes = List.copyOf(changes);
    }
  }
}
