package dev.keybearer.token.secret;

import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a Vault listens.
 *
 * @param uri with https, or with http when the host is loopback
 * @param namespace which namespace to use, or null for the root
 * @param tls what to trust and what to show, or null for the runtime's trust store
 */
public record VaultAddress(URI uri, @Nullable String namespace, @Nullable SSLContext tls) {
  public VaultAddress {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if (uri.getHost() == null || !(https || http)) {
      throw Secrets.malformed("Vault's address must look like https://vault.example.com:8200");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw Secrets.malformed("Vault's address must hold no user, query or fragment");
    }
    if (http && !isLoopback(uri.getHost())) {
      throw Secrets.malformed(
          "Vault at " + uri.getHost() + " needs https: its tokens would cross the network bare");
    }
    if (namespace != null && !namespace.matches("[\\x21-\\x7e]+")) {
      throw Secrets.malformed("Vault's namespace must be plain ASCII without spaces");
    }
  }

  /** The root namespace of a Vault whose certificate the runtime trusts. */
  public static VaultAddress of(URI uri) {
    return new VaultAddress(uri, null, null);
  }

  /** The same Vault, another namespace. */
  public VaultAddress withNamespace(String namespace) {
    return new VaultAddress(uri, namespace, tls);
  }

  /** The same Vault, with trust and keys of its own. */
  public VaultAddress withTls(SSLContext tls) {
    return new VaultAddress(uri, namespace, tls);
  }

  /** The address alone. */
  @Override
  public String toString() {
    return uri.toString();
  }

  /** Only names and literals that mean loopback everywhere; nothing is resolved. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
