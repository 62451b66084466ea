package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problem.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What one end of a TLS connection shows to the other.
 *
 * @param certificate where its PEM is
 * @param privateKey where the PEM of its private key is
 */
public record TlsIdentity(SecretReference certificate, SecretReference privateKey) {
  private static final String CERTIFICATE = "certificate";
  private static final String PRIVATE_KEY = "private-key";
  private static final String ABOUT_CERTIFICATE = "Where the PEM of its certificate is.";
  private static final String ABOUT_KEY = "Where the PEM of its key is.";

  static final Shape<TlsIdentity> SHAPE = shape();

  private static Shape<TlsIdentity> shape() {
    var keys = Keys.of("A certificate and its key.");
    var certificate = keys.required(CERTIFICATE, SecretReference.TYPE, ABOUT_CERTIFICATE);
    var privateKey = keys.required(PRIVATE_KEY, SecretReference.TYPE, ABOUT_KEY);
    return keys.build(in -> new TlsIdentity(in.get(certificate), in.get(privateKey)));
  }

  /**
   * What it takes up among other keys, all of which may be left out.
   *
   * @param certificate goes with its key
   * @param privateKey goes with its certificate
   */
  record Members(
      Key<@Nullable SecretReference> certificate, Key<@Nullable SecretReference> privateKey) {
    static Members of(Keys keys) {
      return new Members(
          keys.optional(CERTIFICATE, SecretReference.TYPE, ABOUT_CERTIFICATE),
          keys.optional(PRIVATE_KEY, SecretReference.TYPE, ABOUT_KEY));
    }

    @Nullable TlsIdentity read(Fields in) {
      SecretReference shown = in.get(certificate);
      SecretReference key = in.get(privateKey);
      if (shown != null && key != null) {
        return new TlsIdentity(shown, key);
      }
      if (shown != null) {
        refuseHalf(in.at(certificate), PRIVATE_KEY);
      }
      if (key != null) {
        refuseHalf(in.at(privateKey), CERTIFICATE);
      }
      return null;
    }

    private static void refuseHalf(Place place, String other) {
      place.report(
          place
              .problemAtKey(Kind.MISSING_KEY, "needs " + other + " beside it")
              .withHelp("add " + other + ": file:PATH"));
    }
  }
}
