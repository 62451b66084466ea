package dev.keybearer.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the identity that is for the name a caller asks for (RFC 6066 section 3): one with that
 * very name, else one with a wildcard for it, else the first of all. Several for one name differ in
 * the kind of their key, and callers take what they can check. Immutable.
 */
final class NamedIdentities extends X509ExtendedKeyManager {
  private final List<Identity> all;
  private final Map<String, List<Integer>> byName = new HashMap<>();
  private final List<Integer> usual = new ArrayList<>();

  private NamedIdentities(List<Identity> all) {
    this.all = all;
    for (int i = 0; i < all.size(); i++) {
      List<String> names = all.get(i).names();
      for (String name : names) {
        byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(i);
      }
      if (i == 0 || names.equals(all.getFirst().names())) {
        usual.add(i);
      }
    }
  }

  /**
   * Shows these.
   *
   * @throws TlsFailure when there is one among them that could never be shown
   */
  static NamedIdentities of(List<Identity> all) {
    for (Identity each : all.subList(1, all.size())) {
      if (each.names().isEmpty()) {
        throw new TlsFailure(
            Identity.subject(each.chain().getFirst())
                + " in "
                + each.where()
                + " is for no name of a host, so that nobody can ask for it: put it first, or"
                + " add names to it");
      }
    }
    return new NamedIdentities(List.copyOf(all));
  }

  /** Those for a name, or for no name; never empty. */
  List<Identity> shownFor(@Nullable String name) {
    return candidates(name).stream().map(all::get).toList();
  }

  private List<Integer> candidates(@Nullable String name) {
    if (name == null) {
      return usual;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    List<Integer> exact = byName.get(lower);
    if (exact != null) {
      return exact;
    }
    int dot = lower.indexOf('.');
    List<Integer> wild = dot < 0 ? null : byName.get("*" + lower.substring(dot));
    return wild == null ? usual : wild;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    for (int index : candidates(asked(engine))) {
      if (all.get(index).key().getAlgorithm().equals(keyType)) {
        return Integer.toString(index);
      }
    }
    return null;
  }

  private static @Nullable String asked(@Nullable SSLEngine engine) {
    if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return all.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return all.get(Integer.parseInt(alias)).key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
