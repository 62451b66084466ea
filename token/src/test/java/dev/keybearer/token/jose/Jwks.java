package dev.keybearer.token.jose;

import dev.keybearer.token.http.JsonText;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys as an issuer publishes them, right or wrong. */
final class Jwks {
  private Jwks() {}

  static boolean isTaken(Map<String, ?> key) {
    try {
      return KeySet.published(document(List.of(key))).keys().size() == 1;
    } catch (NotKeys refused) {
      return false;
    }
  }

  static Map<String, Object> rsa(BigInteger modulus, BigInteger exponent) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("kty", "RSA");
    key.put("n", encoded(unsigned(modulus)));
    key.put("e", encoded(unsigned(exponent)));
    return key;
  }

  static BigInteger exponent(long value) {
    return BigInteger.valueOf(value);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  static Map<String, ?> secret(String id, byte[] secret) {
    return Map.of("kty", "oct", "kid", id, "k", encoded(secret));
  }

  static Map<String, Object> with(Map<String, ?> key, String member, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(key);
    changed.put(member, value);
    return changed;
  }

  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] document(List<? extends Map<String, ?>> keys) {
    return JsonText.of(Map.of("keys", keys));
  }
}
