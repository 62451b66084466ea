package dev.keybearer.token;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The authorization server: its identity, endpoints and habits.
 *
 * @param name what people call it
 * @param identity the exact text by which its tokens name it, or null when unknown
 * @param endpoints where it is asked, or null to learn that from its discovery document
 * @param limits how fast all credentials together may ask it
 * @param trust whose certificates it may show, or null for the platform's
 */
public record Issuer(
    String name,
    @Nullable String identity,
    @Nullable Endpoints endpoints,
    Habits habits,
    Limits limits,
    @Nullable SSLContext trust) {
  /** An issuer that can be asked over a connection nobody else reads. */
  public Issuer {
    if (endpoints == null) {
      if (identity == null) {
        throw new IllegalArgumentException(
            "issuer " + name + " needs an identity or its endpoints");
      }
      requirePrivate(discoverable(identity));
    } else {
      requirePrivate(endpoints.token());
      requirePrivateOrAbsent(endpoints.authorization());
      requirePrivateOrAbsent(endpoints.deviceAuthorization());
      requirePrivateOrAbsent(endpoints.revocation());
      requirePrivateOrAbsent(endpoints.keys());
      requirePrivateOrAbsent(endpoints.introspection());
    }
  }

  /** An OpenID Connect provider, whose endpoints stand in its discovery document. */
  public static Issuer oidc(String identity) {
    return new Issuer(identity, identity, null, Habits.STANDARD, Limits.OF_ISSUER, null);
  }

  /** An OAuth 2.0 authorization server whose endpoints are given by hand. */
  public static Issuer oauth2(Endpoints endpoints) {
    String name = String.valueOf(endpoints.token().getAuthority());
    return new Issuer(name, null, endpoints, Habits.STANDARD, Limits.OF_ISSUER, null);
  }

  /** The same under another name. */
  public Issuer withName(String newName) {
    return new Issuer(newName, identity, endpoints, habits, limits, trust);
  }

  /** The same with an identity. */
  public Issuer withIdentity(String newIdentity) {
    return new Issuer(name, newIdentity, endpoints, habits, limits, trust);
  }

  /** The same with other habits. */
  public Issuer withHabits(Habits newHabits) {
    return new Issuer(name, identity, endpoints, newHabits, limits, trust);
  }

  /** The same with another pace. */
  public Issuer withLimits(Limits newLimits) {
    return new Issuer(name, identity, endpoints, habits, newLimits, trust);
  }

  /** The same, trusted by other certificates than the platform's. */
  public Issuer withTrust(SSLContext newTrust) {
    return new Issuer(name, identity, endpoints, habits, limits, newTrust);
  }

  /**
   * Refuses an address at which secrets would travel readable: plain http is for this machine only.
   *
   * @throws IllegalArgumentException naming the address and the remedy
   */
  public static void requirePrivate(URI address) {
    String host = address.getHost();
    boolean sound = host != null && address.getUserInfo() == null && address.getFragment() == null;
    if (sound && "https".equalsIgnoreCase(address.getScheme())) {
      return;
    }
    if (sound && "http".equalsIgnoreCase(address.getScheme()) && isLoopback(host)) {
      return;
    }
    throw new IllegalArgumentException(
        "secrets are not sent to "
            + address.getScheme()
            + "://"
            + host
            + ": use an https address without user and fragment (http is accepted for 127.0.0.1,"
            + " [::1] and localhost)");
  }

  private static void requirePrivateOrAbsent(@Nullable URI address) {
    if (address != null) {
      requirePrivate(address);
    }
  }

  /** OpenID Connect Discovery 1.0 section 3: an issuer that is looked up has no query. */
  private static URI discoverable(String identity) {
    URI address = URI.create(identity);
    if (address.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the identity of an issuer that is looked up has no query: name its endpoints instead");
    }
    return address;
  }

  /** Only literal addresses are looked at: a name other than localhost may resolve to anything. */
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    if (!host.matches("127(\\.\\d{1,3}){3}") && !host.startsWith("[")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
