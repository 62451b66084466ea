package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.header;
import static dev.keybearer.token.verification.Forge.quoted;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** V1, V2: another algorithm than the issuer's, or none. */
final class AlgorithmAttacks {
  private static final byte[] NOTHING = new byte[0];

  private AlgorithmAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    publicKeyAsSecret(attacks, forge);
    none(attacks, forge);
    noAlgorithm(attacks, forge);
    unexpected(attacks, forge);
    otherThanTheKeys(attacks, forge);
  }

  private static void publicKeyAsSecret(Attacks attacks, Forge forge) {
    for (SigningKey key : new SigningKey[] {forge.rsa, forge.ec, forge.ed}) {
      String name = key.algorithm().jose() + " key as secret: ";
      secrets(key)
          .forEach(
              (form, secret) -> attacks.add(name + form, Reason.ALGORITHM, hs(256, secret, forge)));
    }
    byte[] pem = pem(forge.rsa).getBytes(US_ASCII);
    attacks.add("RSA key as secret for HS384", Reason.ALGORITHM, hs(384, pem, forge));
    attacks.add("RSA key as secret for HS512", Reason.ALGORITHM, hs(512, pem, forge));
    attacks.add("one zero byte as secret", Reason.ALGORITHM, hs(256, new byte[1], forge));
  }

  /** Every form in which careless code might take a public key for the secret of an HMAC. */
  private static Map<String, byte[]> secrets(SigningKey key) {
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    secrets.put("PEM", pem(key).getBytes(US_ASCII));
    secrets.put("PEM without its last line end", pem(key).strip().getBytes(US_ASCII));
    secrets.put("DER", key.publicKey().getEncoded());
    secrets.put("its key id", key.id().getBytes(US_ASCII));
    if (key.publicKey() instanceof RSAPublicKey rsa) {
      secrets.put("modulus", rsa.getModulus().toByteArray());
    }
    if (key.publicKey() instanceof ECPublicKey point) {
      secrets.put("coordinate", point.getW().getAffineX().toByteArray());
    }
    String member = String.valueOf(key.jwk().getOrDefault("n", key.jwk().get("x")));
    secrets.put("base64url of its JWK", member.getBytes(US_ASCII));
    secrets.put("what its JWK stands for", Base64.getUrlDecoder().decode(member));
    return secrets;
  }

  private static String pem(SigningKey key) {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.publicKey().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  private static String hs(int bits, byte[] secret, Forge forge) {
    String header = header(forge.rsa).replace("RS256", "HS" + bits);
    return Forge.hmac("HmacSHA" + bits, secret, header, forge.claims());
  }

  private static void none(Attacks attacks, Forge forge) {
    String[] spellings = {
      "none",
      "None",
      "NONE",
      "nOnE",
      "none ",
      " none",
      "none\\u0000",
      "\\u006eone",
      "n\\u006fne",
      "nоne",
      "ｎｏｎｅ",
      "null",
      "undefined",
      ""
    };
    for (String none : spellings) {
      String header = forge.headerOf(none);
      attacks.add(
          "unsigned as '" + none + "'",
          Reason.ALGORITHM,
          Forge.token(header, forge.claims(), NOTHING));
      attacks.add(
          "signed as '" + none + "'", Reason.ALGORITHM, Jws.sign(forge.ec, header, forge.claims()));
    }
  }

  private static void noAlgorithm(Attacks attacks, Forge forge) {
    String[] values = {"null", "true", "0", "[]", "[\"none\"]", "[\"ES256\"]", "{}"};
    for (String value : values) {
      String header = header(forge.ec).replace(quoted("ES256"), value);
      attacks.add("alg is " + value, Reason.HEADER, Jws.sign(forge.ec, header, forge.claims()));
    }
    String header = "{\"kid\":" + quoted(forge.ec.id()) + "}";
    attacks.add("no alg at all", Reason.HEADER, Jws.sign(forge.ec, header, forge.claims()));
    attacks.add("no alg, unsigned", Reason.HEADER, Forge.token(header, forge.claims(), NOTHING));
  }

  private static void unexpected(Attacks attacks, Forge forge) {
    String[] names = {
      "es256",
      "Es256",
      "ES256 ",
      "ES256K",
      "Ed25519ph",
      "ES256\\u0000",
      "EDDSA",
      "Ed448",
      "RS1",
      "RS256:PS256",
      "dir",
      "RSA-OAEP",
      "A256GCMKW",
      "ECDH-ES",
      "http://www.w3.org/2001/04/xmldsig"
    };
    for (String name : names) {
      attacks.add(
          "algorithm called " + name,
          Reason.ALGORITHM,
          Jws.sign(forge.ec, forge.headerOf(name), forge.claims()));
    }
    for (Algorithm strong : new Algorithm[] {Algorithm.RS384, Algorithm.RS512, Algorithm.PS512}) {
      SigningKey key = SigningKey.of(forge.rsa.id(), strong, forge.rsa.pair());
      attacks.add(
          "good signature with " + strong.jose() + ", which is not expected",
          Reason.ALGORITHM,
          Jws.sign(key, header(key), forge.claims()));
    }
  }

  /** The algorithm is expected of the issuer, but it is not the one of the key that is named. */
  private static void otherThanTheKeys(Attacks attacks, Forge forge) {
    SigningKey pss = SigningKey.of(forge.rsa.id(), Algorithm.PS256, forge.rsa.pair());
    attacks.add(
        "PSS with a key for PKCS #1", Reason.KEY, Jws.sign(pss, header(pss), forge.claims()));
    SigningKey old = SigningKey.of(forge.pss.id(), Algorithm.RS256, forge.pss.pair());
    attacks.add(
        "PKCS #1 with a key for PSS", Reason.KEY, Jws.sign(old, header(old), forge.claims()));
    for (SigningKey signer : new SigningKey[] {forge.rsa, forge.ed, forge.pss}) {
      String header = header(signer).replace(quoted(signer.id()), quoted(forge.ec.id()));
      attacks.add(
          signer.algorithm().jose() + " under the name of the EC key",
          Reason.KEY,
          Jws.sign(signer, header, forge.claims()));
    }
  }
}
