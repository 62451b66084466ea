package dev.keybearer.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whom the platform's rules say, and refuses everybody else in words that say what was found
 * and what to do. Immutable.
 */
public final class Trust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager rules;
  private final String authorities;

  private Trust(X509ExtendedTrustManager rules, String authorities) {
    this.rules = rules;
    this.authorities = authorities;
  }

  /** Trusts the authorities of the platform. */
  public static Trust usual() {
    return new Trust(rules(null), "the Java platform");
  }

  /**
   * Trusts these authorities and nobody else.
   *
   * @param where they were found, for people
   * @throws TlsFailure when there is none
   */
  public static Trust parse(String where, byte[] pem) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (X509Certificate each : Pem.certificates(where, pem)) {
        store.setCertificateEntry("authority-" + number++, each);
      }
      return new Trust(rules(store), where);
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsFailure("the authorities in " + where + " cannot be used", e);
    }
  }

  private static X509ExtendedTrustManager rules(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform can check certificates", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    tell(chain, engine.getPeerHost(), () -> rules.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    String host = socket instanceof SSLSocket tls ? tls.getHandshakeSession().getPeerHost() : null;
    tell(chain, host, () -> rules.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    tell(chain, null, () -> rules.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    tell(chain, null, () -> rules.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    tell(chain, null, () -> rules.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    tell(chain, null, () -> rules.checkClientTrusted(chain, type));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return rules.getAcceptedIssuers();
  }

  private void tell(X509Certificate[] chain, @Nullable String host, Check check)
      throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      var objection =
          new Objection(List.of(chain), host, authorities, String.valueOf(e.getMessage()));
      throw new CertificateException(objection.words(isVouchedFor(chain)), e);
    }
  }

  /** Whether nothing is wrong with it but the host that shows it. */
  private boolean isVouchedFor(X509Certificate[] chain) {
    try {
      rules.checkServerTrusted(chain, "UNKNOWN");
      return true;
    } catch (CertificateException | IllegalArgumentException _) {
      return false;
    }
  }

  /** A rule of the platform. */
  private interface Check {
    void run() throws CertificateException;
  }
}
