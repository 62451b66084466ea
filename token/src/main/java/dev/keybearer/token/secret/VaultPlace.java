package dev.keybearer.token.secret;

import java.util.Arrays;
import java.util.List;

/**
 * Where a secret rests in Vault's key-value engine, version 2.
 *
 * @param mount where the engine is mounted, such as {@code secret}; may have several segments
 * @param path the entry, below the mount and without {@code data/}
 * @param field the field of the entry
 */
public record VaultPlace(String mount, String path, String field) {
  public VaultPlace {
    segments(mount);
    segments(path);
    if (field.isEmpty()) {
      throw refusal();
    }
  }

  /** Reads {@code mount/path#field}; the mount is the first segment. */
  public static VaultPlace parse(String text) {
    int slash = text.indexOf('/');
    int hash = text.lastIndexOf('#');
    if (slash < 0 || hash < slash) {
      throw refusal();
    }
    return new VaultPlace(
        text.substring(0, slash), text.substring(slash + 1, hash), text.substring(hash + 1));
  }

  /** The reference to it. */
  @Override
  public String toString() {
    return "vault:" + mount + "/" + path + "#" + field;
  }

  List<String> mountSegments() {
    return segments(mount);
  }

  List<String> pathSegments() {
    return segments(path);
  }

  private static List<String> segments(String text) {
    List<String> segments = Arrays.asList(text.split("/", -1));
    // An empty segment or one of dots would name another entry than the one that is written there.
    if (segments.stream().anyMatch(segment -> segment.isBlank() || segment.matches("\\.+"))) {
      throw refusal();
    }
    return segments;
  }

  private static SecretFailure refusal() {
    return Secrets.malformed(
        "'vault:' needs mount/path#field without empty segments, as in"
            + " vault:secret/keybearer/genesys#client-secret");
  }
}
