package dev.keybearer.gateway.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS towards callers. Replaced as a whole: connections keep the one they began with. Safe for use
 * by many threads.
 */
public final class CallerTls {
  /** RFC 7301 names of what may be spoken inside. */
  public static final String HTTP_2 = "h2";

  private static final String HTTP_1 = "http/1.1";
  private static final String TLS_1_3 = "TLSv1.3";
  private static final String TLS_1_2 = "TLSv1.2";

  /** A session is resumed without showing certificates again: not for longer than this. */
  private static final int SESSION_SECONDS = 3_600;

  private static final int MOST_SESSIONS = 20_000;

  private final SSLContext context;
  private final SSLParameters parameters;
  private final SSLParameters withoutHttp2;
  private final Rules rules;

  private CallerTls(SSLContext context, Rules rules) {
    this.context = context;
    this.rules = rules;
    this.parameters = parameters(context, rules, rules.http2());
    this.withoutHttp2 = parameters(context, rules, false);
  }

  /**
   * TLS that shows these.
   *
   * @param identities the first one is for callers who ask for no other
   * @param clients who vouches for callers' certificates; of no meaning where none are asked for
   * @throws TlsFailure when they cannot be shown
   */
  public static CallerTls of(List<Identity> identities, Trust clients, Rules rules) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {NamedIdentities.of(identities)}, new TrustManager[] {clients}, null);
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      context.getServerSessionContext().setSessionCacheSize(MOST_SESSIONS);
      return new CallerTls(context, rules);
    } catch (GeneralSecurityException e) {
      throw new TlsFailure("TLS towards callers cannot be set up", e);
    }
  }

  private static SSLParameters parameters(SSLContext context, Rules rules, boolean http2) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(
        rules.oldest() == Version.TLS_1_3
            ? new String[] {TLS_1_3}
            : new String[] {TLS_1_3, TLS_1_2});
    parameters.setCipherSuites(
        Arrays.stream(parameters.getCipherSuites())
            .filter(CallerTls::isStrong)
            .toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(
        http2 ? new String[] {HTTP_2, HTTP_1} : new String[] {HTTP_1});
    switch (rules.certificates()) {
      case NONE -> {}
      case WANTED -> parameters.setWantClientAuth(true);
      case NEEDED -> parameters.setNeedClientAuth(true);
    }
    return parameters;
  }

  /** Forward secrecy and authenticated encryption: what RFC 9113 appendix A leaves of TLS 1.2. */
  private static boolean isStrong(String suite) {
    boolean fresh = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
    boolean sealed = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return fresh || (suite.startsWith("TLS_ECDHE_") && sealed);
  }

  /**
   * One end of one connection.
   *
   * @param http2 whether it may be offered, if it is at all
   */
  public SSLEngine engine(boolean http2) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(http2 ? parameters : withoutHttp2);
    return engine;
  }

  /** What else counts. */
  public Rules rules() {
    return rules;
  }

  /** Versions of TLS. */
  public enum Version {
    /** RFC 5246. */
    TLS_1_2,
    /** RFC 8446. */
    TLS_1_3
  }

  /** Whether callers show certificates. */
  public enum Certificates {
    /** They are not asked for any. */
    NONE,
    /** Who has one shows it; one that is not good is refused. */
    WANTED,
    /** Who has none is refused. */
    NEEDED
  }

  /**
   * What TLS towards callers is like.
   *
   * @param http2 whether HTTP/2 is offered
   * @param handshake how long it may take
   */
  public record Rules(
      Version oldest, Certificates certificates, boolean http2, Duration handshake) {
    /** What suits most gateways. */
    public static final Rules STANDARD =
        new Rules(Version.TLS_1_2, Certificates.NONE, false, Duration.ofSeconds(10));
  }
}
