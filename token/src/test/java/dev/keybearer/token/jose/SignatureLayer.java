package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges like a verifier up to and including the signature: whatever the payload says, it is not
 * looked at.
 */
final class SignatureLayer {
  private SignatureLayer() {}

  /** The payload of a text that one of these keys has signed, or null. */
  static byte @Nullable [] payload(KeySet keys, String text) {
    try {
      Compact token = Compact.parse(text);
      Header header = token.header();
      byte[] payload = token.payload();
      Algorithm algorithm = header.algorithm();
      if (algorithm == null) {
        return null;
      }
      for (VerifyingKey key : keys.candidates(header.keyId(), algorithm)) {
        if (key.verifies(token, algorithm)) {
          return payload;
        }
      }
      return null;
    } catch (NotCompact refused) {
      return null;
    }
  }

  /** The keys of a group of vectors, one key or a set, or null when there are none to be used. */
  static @Nullable KeySet keys(JsonObject keyOrSet, boolean secret) {
    Map<String, ?> set =
        keyOrSet.has("keys") ? keyOrSet.toMap() : Map.of("keys", List.of(keyOrSet.toMap()));
    byte[] document = JsonText.of(set);
    try {
      return secret ? KeySet.given(document) : KeySet.published(document);
    } catch (NotKeys none) {
      return null;
    }
  }
}
