package dev.keybearer.cli.wiring;

import dev.keybearer.gateway.tls.CallerTls;
import dev.keybearer.gateway.tls.Identity;
import dev.keybearer.gateway.tls.TlsFailure;
import dev.keybearer.gateway.tls.Trust;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Builds TLS from PEM: whom to trust, and which certificate to show. The same content gives the
 * same object, so that whoever holds one sees when a file has changed.
 */
final class Tls {
  private static final char[] UNUSED = new char[0];

  private final Memo<List<String>, SSLContext> contexts = new Memo<>();
  private final Memo<List<String>, CallerTls> towardsCallers = new Memo<>();

  /** Trusts the authorities in the file and nobody else. */
  SSLContext trusting(Path authorities) {
    return context(null, authorities);
  }

  /**
   * Shows a certificate; trusts the authorities in the file, or the platform's when there is none.
   */
  SSLContext showing(SecretSource certificate, SecretSource key, @Nullable Path authorities) {
    return context(new Shown(certificate, key), authorities);
  }

  /** Trusts those that the platform trusts, and shows nothing. */
  SSLContext usual() {
    return context(null, null);
  }

  /**
   * TLS towards callers. What is already in use is not refused because time has passed.
   *
   * @param shown the first one to whoever asks for no other
   * @param authorities of callers' certificates, or null when they show none
   * @param now when new ones have to be valid
   */
  CallerTls towardsCallers(
      List<Shown> shown, @Nullable Path authorities, CallerTls.Rules rules, Instant now) {
    List<String> content = new ArrayList<>(List.of(rules.toString(), digest(authorities)));
    for (Shown each : shown) {
      content.add(digest(each.certificate().read()));
      content.add(digest(each.key().read()));
    }
    return towardsCallers.of(
        List.copyOf(content),
        same ->
            orFail(
                () -> {
                  List<Identity> identities = shown.stream().map(Shown::identity).toList();
                  identities.forEach(each -> each.check(now));
                  return CallerTls.of(identities, trust(authorities), rules);
                }));
  }

  List<Memo<?, ?>> memos() {
    return List.of(contexts, towardsCallers);
  }

  private SSLContext context(@Nullable Shown shown, @Nullable Path authorities) {
    List<String> content = new ArrayList<>();
    content.add(shown == null ? "" : digest(shown.certificate().read()));
    content.add(shown == null ? "" : digest(shown.key().read()));
    content.add(digest(authorities));
    return contexts.of(List.copyOf(content), same -> orFail(() -> made(shown, authorities)));
  }

  private static String digest(@Nullable Path authorities) {
    return authorities == null ? "" : digest(Secret.of(content(authorities)));
  }

  /** So that no key is kept to compare with. */
  private static String digest(Secret secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(secret.use(sha::digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] content(Path authorities) {
    try {
      return Files.readAllBytes(authorities);
    } catch (IOException e) {
      throw new WiringFailure(
          "cannot read " + authorities + ": it must hold PEM (BEGIN CERTIFICATE)", e);
    }
  }

  private static <T> T orFail(Making<T> making) {
    try {
      return making.make();
    } catch (TlsFailure e) {
      throw new WiringFailure(String.valueOf(e.getMessage()), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new WiringFailure("this Java runtime cannot use a certificate it has read", e);
    }
  }

  private static SSLContext made(@Nullable Shown shown, @Nullable Path authorities)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        shown == null ? null : managers(shown.identity()),
        new TrustManager[] {trust(authorities)},
        null);
    return context;
  }

  private static Trust trust(@Nullable Path authorities) {
    return authorities == null
        ? Trust.usual()
        : Trust.parse(authorities.toString(), content(authorities));
  }

  private static KeyManager[] managers(Identity identity)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", identity.key(), UNUSED, identity.chain().toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, UNUSED);
    return factory.getKeyManagers();
  }

  /** A certificate and its key, by reference. */
  record Shown(SecretSource certificate, SecretSource key) {
    private Identity identity() {
      return Identity.parse(
          new Identity.Source(certificate.toString(), certificate.read()),
          new Identity.Source(key.toString(), key.read()));
    }
  }

  /** Makes something of what was read. */
  private interface Making<T> {
    T make() throws GeneralSecurityException, IOException;
  }
}
