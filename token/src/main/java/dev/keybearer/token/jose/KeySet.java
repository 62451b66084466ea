package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of one JSON Web Key Set that can check signatures. Immutable. */
public final class KeySet {
  /** Issuers publish two to ten; more is a mistake or an attack. */
  private static final int MOST_KEYS = 100;

  /** A token that names no key is tried with this many at most: two overlap in a rollover. */
  private static final int MOST_TRIED = 3;

  private final List<VerifyingKey> keys;
  private final Map<String, List<VerifyingKey>> named;
  private final List<String> unusable;

  private KeySet(List<VerifyingKey> keys, List<String> unusable) {
    this.keys = List.copyOf(keys);
    this.unusable = List.copyOf(unusable);
    this.named = new HashMap<>();
    for (VerifyingKey key : keys) {
      if (key.id() != null) {
        named.computeIfAbsent(key.id(), id -> new ArrayList<>()).add(key);
      }
    }
  }

  /**
   * Reads what an issuer publishes; secrets in it are ignored, and one bad key spoils no other.
   *
   * @throws NotKeys when it is no key set or no key in it can be used
   */
  public static KeySet published(byte[] document) throws NotKeys {
    return read(document, false);
  }

  /**
   * Reads keys that were given by hand: public ones, or secrets, but not both, because whoever
   * mixes them lets a public key be taken for a secret.
   *
   * @throws NotKeys when it is no key set, no key in it can be used, or kinds are mixed
   */
  public static KeySet given(byte[] document) throws NotKeys {
    return read(document, true);
  }

  private static KeySet read(byte[] document, boolean byHand) throws NotKeys {
    List<JsonObject> entries = entries(document);
    List<VerifyingKey> usable = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    for (JsonObject entry : entries) {
      try {
        usable.add(KeyReading.of(entry, byHand));
      } catch (NotKeys e) {
        unusable.add(String.valueOf(e.getMessage()));
      }
    }
    List<VerifyingKey> keys = withoutAmbiguous(usable, unusable);
    if (keys.isEmpty()) {
      throw new NotKeys("none of " + entries.size() + " keys can be used" + first(unusable));
    }
    if (keys.stream().map(KeySet::isSecret).distinct().count() > 1) {
      throw new NotKeys("secrets and public keys are mixed: give one kind only");
    }
    return new KeySet(keys, unusable);
  }

  private static List<JsonObject> entries(byte[] document) throws NotKeys {
    List<JsonObject> entries;
    try {
      entries = JsonObject.parse(document).objects("keys");
    } catch (NotJson e) {
      throw new NotKeys(String.valueOf(e.getMessage()));
    }
    if (entries == null || entries.isEmpty()) {
      throw new NotKeys("it has no array of keys with something in it");
    }
    if (entries.size() > MOST_KEYS) {
      throw new NotKeys("more than " + MOST_KEYS + " keys");
    }
    return entries;
  }

  /** Two different keys of one name for one algorithm: nobody can tell which was meant. */
  private static List<VerifyingKey> withoutAmbiguous(
      List<VerifyingKey> keys, List<String> unusable) {
    List<VerifyingKey> kept = new ArrayList<>();
    for (VerifyingKey key : keys) {
      if (keys.stream().noneMatch(other -> clash(key, other))) {
        kept.add(key);
      } else {
        unusable.add("two keys share a key id and an algorithm");
      }
    }
    return kept;
  }

  private static boolean clash(VerifyingKey one, VerifyingKey other) {
    return one.id() != null
        && one.id().equals(other.id())
        && !one.thumbprint().equals(other.thumbprint())
        && one.algorithms().stream().anyMatch(other.algorithms()::contains);
  }

  private static boolean isSecret(VerifyingKey key) {
    return key.algorithms().stream().anyMatch(Algorithm::isSymmetric);
  }

  private static String first(List<String> reasons) {
    return reasons.isEmpty() ? "" : ": " + reasons.get(0);
  }

  /** The keys that may have made a signature with this algorithm, under this key id if there is. */
  public List<VerifyingKey> candidates(@Nullable String keyId, Algorithm algorithm) {
    List<VerifyingKey> some =
        keyId == null || named.isEmpty() ? keys : named.getOrDefault(keyId, List.of());
    List<VerifyingKey> fit = new ArrayList<>(1);
    for (VerifyingKey key : some) {
      if (key.fits(algorithm)) {
        fit.add(key);
      }
    }
    return fit.size() > MOST_TRIED ? fit.subList(0, MOST_TRIED) : fit;
  }

  /** Whether a key may be meant by this name; where none has a name, each may be. */
  public boolean knows(String keyId) {
    return named.isEmpty() || named.containsKey(keyId);
  }

  /** Every usable key. */
  public List<VerifyingKey> keys() {
    return keys;
  }

  /** Why each of the others cannot be used. */
  public List<String> unusable() {
    return unusable;
  }

  /** Whether this set accepts exactly the signatures that the other accepts. */
  public boolean isSameAs(KeySet other) {
    return marks().equals(other.marks());
  }

  private Set<String> marks() {
    return keys.stream()
        .map(key -> key.id() + " " + key.thumbprint() + " " + key.algorithms())
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return "KeySet" + keys;
  }
}
