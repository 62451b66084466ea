package dev.keybearer.benchmark.library;

import dev.keybearer.token.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What nobody can do without: the signature check alone, on bytes that are decoded already. */
@State(Scope.Benchmark)
public class VerifyBare {
  /** How the token is signed. */
  @Param({"RS256", "ES256", "EdDSA"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private String jca = "";
  private PublicKey key;
  private byte[] input = {};
  private byte[] signature = {};

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() throws GeneralSecurityException {
    Signed signed = Signed.with(algorithm, crypto);
    int dot = signed.text().lastIndexOf('.');
    input = signed.text().substring(0, dot).getBytes(StandardCharsets.US_ASCII);
    signature = Base64.getUrlDecoder().decode(signed.text().substring(dot + 1));
    key = signed.key();
    jca =
        switch (Algorithm.valueOf(algorithm)) {
          case RS256 -> "SHA256withRSA";
          case ES256 -> "SHA256withECDSAinP1363Format";
          default -> "Ed25519";
        };
  }

  /** {@code Signature.verify}. */
  @Benchmark
  public boolean signature() throws GeneralSecurityException {
    Signature check = Signature.getInstance(jca);
    check.initVerify(key);
    check.update(input);
    if (!check.verify(signature)) {
      throw new IllegalStateException("a good token was refused");
    }
    return true;
  }
}
