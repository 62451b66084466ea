package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.header;
import static dev.keybearer.token.verification.Signatures.pair;
import static dev.keybearer.token.verification.Signatures.replaced;
import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.math.BigInteger;
import java.util.Arrays;

/** V2, V3: signatures that are not those of the key that is named. */
final class SignatureAttacks {
  private SignatureAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    for (SigningKey key : new SigningKey[] {forge.rsa, forge.pss, forge.ec, forge.ed}) {
      changed(attacks, forge, key);
      strangers(attacks, forge, key);
    }
    numbers(attacks, forge);
    largerNumbers(attacks, forge);
    otherForms(attacks, forge);
  }

  /** Every other way to treat a good signature, for each kind of key. */
  private static void changed(Attacks attacks, Forge forge, SigningKey key) {
    String good = Jws.sign(key, header(key), forge.claims());
    byte[] signature = Signatures.of(good);
    int length = signature.length;
    String by = key.algorithm().jose() + " signature ";
    byte[] flipped = signature.clone();
    flipped[length - 1] ^= 1;
    byte[] ones = new byte[length];
    Arrays.fill(ones, (byte) 0xff);
    byte[] shifted = new byte[length + 1];
    System.arraycopy(signature, 0, shifted, 1, length);
    attacks.add(by + "with another bit", Reason.SIGNATURE, replaced(good, flipped));
    attacks.add(by + "of zeros", Reason.SIGNATURE, replaced(good, new byte[length]));
    attacks.add(by + "of ones", Reason.SIGNATURE, replaced(good, ones));
    attacks.add(by + "of one byte", Reason.SIGNATURE, replaced(good, new byte[1]));
    attacks.add(
        by + "cut short", Reason.SIGNATURE, replaced(good, Arrays.copyOf(signature, length - 1)));
    attacks.add(
        by + "with a zero behind",
        Reason.SIGNATURE,
        replaced(good, Arrays.copyOf(signature, length + 1)));
    attacks.add(by + "with a zero before", Reason.SIGNATURE, replaced(good, shifted));
    attacks.add(by + "left out", Reason.MALFORMED, replaced(good, new byte[0]));
    byte[] twice = Arrays.copyOf(signature, 2 * length);
    System.arraycopy(signature, 0, twice, length, length);
    attacks.add(by + "twice", Reason.SIGNATURE, replaced(good, twice));
  }

  private static void strangers(Attacks attacks, Forge forge, SigningKey key) {
    String name = key.algorithm().jose() + " ";
    String good = Jws.sign(key, header(key), forge.claims());
    String other = Jws.sign(key, header(key), forge.claims("sub", "\"root\""));
    attacks.add(
        name + "signature of other claims", Reason.SIGNATURE, replaced(other, Signatures.of(good)));
    SigningKey stranger = SigningKey.generate(key.id(), key.algorithm());
    attacks.add(
        name + "key of a stranger",
        Reason.SIGNATURE,
        Jws.sign(stranger, header(stranger), forge.claims()));
    String reworded = Jws.sign(key, header(key) + " ", forge.claims());
    attacks.add(
        name + "signature under another header",
        Reason.SIGNATURE,
        replaced(reworded, Signatures.of(good)));
    for (SigningKey signer : new SigningKey[] {forge.rsa, forge.ec, forge.ed}) {
      if (!signer.algorithm().equals(key.algorithm())) {
        attacks.add(
            name + "header over a signature with " + signer.algorithm().jose(),
            Reason.SIGNATURE,
            Jws.sign(signer, header(key), forge.claims()));
      }
    }
  }

  /** CVE-2022-21449 and its kin: numbers that fit an unchecked equation for every message. */
  private static void numbers(Attacks attacks, Forge forge) {
    String good = forge.token();
    BigInteger order = Signatures.order(forge.ec);
    byte[] signature = Signatures.of(good);
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[][] pairs = {
      pair(ZERO, ZERO),
      pair(ZERO, ONE),
      pair(ONE, ZERO),
      pair(ONE, ONE),
      pair(order, order),
      pair(order, ONE),
      pair(ONE, order),
      pair(ZERO, order),
      pair(order, ZERO),
      pair(order.subtract(ONE), order.subtract(ONE)),
      pair(order.add(ONE), order.add(ONE)),
      pair(r, ZERO),
      pair(ZERO, s),
      pair(r, order),
      pair(order, s),
      pair(s, r),
      pair(r, r),
      pair(order.subtract(r), s)
    };
    for (int i = 0; i < pairs.length; i++) {
      attacks.add("numbers for ES256, case " + i, Reason.SIGNATURE, replaced(good, pairs[i]));
    }
  }

  /** The same number written otherwise, and numbers that everybody can write. */
  private static void largerNumbers(Attacks attacks, Forge forge) {
    String rsa = Jws.sign(forge.rsa, header(forge.rsa), forge.claims());
    attacks.add(
        "RSA number beyond the modulus",
        Reason.SIGNATURE,
        replaced(rsa, Signatures.plusModulus(Signatures.of(rsa), forge.rsa)));
    byte[] one = new byte[256];
    one[255] = 1;
    attacks.add("RSA number one", Reason.SIGNATURE, replaced(rsa, one));
    String ed = Jws.sign(forge.ed, header(forge.ed), forge.claims());
    attacks.add(
        "EdDSA number beyond the order",
        Reason.SIGNATURE,
        replaced(ed, Signatures.plusOrder(Signatures.of(ed))));
    byte[] neutral = new byte[64];
    neutral[0] = 1;
    attacks.add("EdDSA neutral point", Reason.SIGNATURE, replaced(ed, neutral));
  }

  private static void otherForms(Attacks attacks, Forge forge) {
    String good = forge.token();
    String signed = good.substring(0, good.lastIndexOf('.'));
    attacks.add(
        "ECDSA in DER",
        Reason.SIGNATURE,
        replaced(good, Signatures.sign("SHA256withECDSA", forge.ec, signed)));
    byte[] zeros = {0x30, 6, 2, 1, 0, 2, 1, 0};
    attacks.add("ECDSA zeros in DER", Reason.SIGNATURE, replaced(good, zeros));
    for (Algorithm larger : new Algorithm[] {Algorithm.ES384, Algorithm.ES512}) {
      attacks.add(
          "ECDSA on the curve of " + larger.jose(),
          Reason.SIGNATURE,
          Jws.sign(SigningKey.generate("k", larger), header(forge.ec), forge.claims()));
    }
    for (String hash : new String[] {"SHA1", "SHA384", "SHA512"}) {
      attacks.add(
          "ECDSA of " + hash,
          Reason.SIGNATURE,
          replaced(good, Signatures.sign(hash + "withECDSAinP1363Format", forge.ec, signed)));
      String rsa = Jws.sign(forge.rsa, header(forge.rsa), forge.claims());
      String text = rsa.substring(0, rsa.lastIndexOf('.'));
      attacks.add(
          "RSA of " + hash,
          Reason.SIGNATURE,
          replaced(rsa, Signatures.sign(hash + "withRSA", forge.rsa, text)));
    }
  }
}
