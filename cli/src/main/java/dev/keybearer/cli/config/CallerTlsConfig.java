package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards callers.
 *
 * @param certificates at least one; each is shown to callers who ask for a name in it, the first to
 *     all others
 * @param oldest version that is spoken
 * @param clientAuth whether callers show certificates
 * @param clientTrust PEM of the authorities of those, or null when none are shown
 * @param http2 whether HTTP/2 is offered
 * @param handshake how long it may take
 */
public record CallerTlsConfig(
    List<TlsIdentity> certificates,
    Version oldest,
    ClientAuth clientAuth,
    @Nullable Path clientTrust,
    boolean http2,
    Duration handshake) {
  static final Shape<CallerTlsConfig> SHAPE = shape();

  /** Versions of TLS. */
  public enum Version implements Word {
    /** RFC 5246. */
    TLS_1_2 {
      @Override
      public String word() {
        return "tls1.2";
      }
    },
    /** RFC 8446. */
    TLS_1_3 {
      @Override
      public String word() {
        return "tls1.3";
      }
    }
  }

  /** Whether callers show certificates. */
  public enum ClientAuth implements Word {
    /** They are not asked. */
    NONE,
    /** Who has one shows it. */
    WANT,
    /** Nobody comes in without one. */
    NEED
  }

  private static Shape<CallerTlsConfig> shape() {
    var keys = Keys.of("TLS towards callers; left out: plain HTTP.");
    var certificates =
        keys.required(
            "certificates",
            ListOf.of(TlsIdentity.SHAPE),
            "Each is shown to callers who ask for a name in it, the first to all others.");
    var oldest =
        keys.defaulted(
            "oldest", Words.of(Version.values()), "tls1.2", "The oldest version that is spoken.");
    var clientAuth =
        keys.defaulted(
            "client-auth",
            Words.of(ClientAuth.values()),
            "none",
            "Whether callers show certificates: none, want, need.");
    var clientTrust =
        keys.optional(
            "client-trust",
            Texts.PATH,
            "PEM file of the authorities callers' certificates are checked with.");
    var http2 = keys.defaulted("http2", Texts.TRUTH, "false", "Whether HTTP/2 is offered.");
    var handshake =
        keys.defaulted("handshake", Durations.TYPE, "10s", "How long a handshake may take.");
    return keys.build(
        in -> {
          var made =
              new CallerTlsConfig(
                  in.get(certificates),
                  in.get(oldest),
                  in.get(clientAuth),
                  in.get(clientTrust),
                  in.get(http2),
                  in.get(handshake));
          made.check(in.at(certificates), in.at(clientAuth), in.at(clientTrust));
          return made;
        });
  }

  private void check(Place atCertificates, Place atAuth, Place atTrust) {
    if (certificates.isEmpty()) {
      atCertificates.report(
          atCertificates
              .problemAtKey(Kind.MISSING_KEY, "is empty")
              .withHelp("add { certificate: file:PATH, private-key: file:PATH }"));
    }
    if (clientAuth != ClientAuth.NONE && clientTrust == null) {
      atAuth.report(
          atAuth
              .problemAtKey(Kind.MISSING_KEY, "needs client-trust beside it")
              .withHelp("add client-trust: PATH with the authorities that issue them"));
    }
    if (clientAuth == ClientAuth.NONE && clientTrust != null) {
      atTrust.report(
          atTrust
              .problemAtKey(Kind.CONFLICT, "is of no use where callers show no certificates")
              .withHelp("add client-auth: want or need, or remove it"));
    }
  }
}
