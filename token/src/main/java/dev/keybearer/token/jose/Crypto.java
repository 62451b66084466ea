package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Who checks signatures: Amazon Corretto's native library where it is there, else the platform. */
final class Crypto {
  private static final System.Logger LOG = System.getLogger(Crypto.class.getName());

  private static final String CORRETTO = "AmazonCorrettoCryptoProvider";

  /** One of each kind: a provider that lacks one is too old. */
  private static final List<Algorithm> NEEDED =
      List.of(Algorithm.RS256, Algorithm.PS256, Algorithm.ES256);

  /** Set to {@code platform} it keeps native code out, should that ever be in doubt. */
  private static final String CHOICE = "keybearer.crypto";

  /** Found once: loading a native library takes a fifth of a second. */
  private static final @Nullable Provider NATIVE = find();

  private Crypto() {}

  /** The provider to use for RSA and EC, or null for the platform's choice. */
  static @Nullable Provider provider() {
    return NATIVE;
  }

  /** Whether a provider can be used with this key: not every version of it knows Ed25519. */
  static boolean offers(Provider provider, PublicKey key) {
    String family = key.getAlgorithm();
    boolean edwards = family.equals("EdDSA");
    return provider.getService("KeyFactory", family) != null
        && (!edwards || provider.getService("Signature", "Ed25519") != null);
  }

  private static @Nullable Provider find() {
    if ("platform".equals(System.getProperty(CHOICE))) {
      LOG.log(System.Logger.Level.INFO, "signatures are checked by the Java platform, as chosen");
      return null;
    }
    Provider found = Security.getProvider(CORRETTO);
    Provider provider = found == null ? load() : found;
    if (provider != null && works(provider)) {
      LOG.log(System.Logger.Level.INFO, "signatures are checked by " + provider.getInfo());
      return provider;
    }
    LOG.log(
        System.Logger.Level.INFO,
        "signatures are checked by the Java platform"
            + (provider == null ? "" : "; " + CORRETTO + " is there but does not load here"));
    return null;
  }

  private static @Nullable Provider load() {
    try {
      for (Provider provider : ServiceLoader.load(Provider.class)) {
        if (provider.getName().equals(CORRETTO)) {
          return provider;
        }
      }
    } catch (ServiceConfigurationError broken) {
      LOG.log(System.Logger.Level.DEBUG, "a security provider cannot be loaded", broken);
    }
    return null;
  }

  /** Where its native half does not load it offers nothing. */
  private static boolean works(Provider provider) {
    try {
      for (Algorithm algorithm : NEEDED) {
        Signatures.of(algorithm, provider);
      }
      return true;
    } catch (GeneralSecurityException missing) {
      return false;
    }
  }
}
