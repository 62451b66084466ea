package dev.keybearer.simulator;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys an issuer signs with and publishes. There is one key for each common algorithm from the
 * first moment somebody looks, and for another from its first use; ES256 signs until another is
 * chosen. Safe for use by many threads.
 */
public final class SigningKeys {
  /** Enough to meet keys of every kind; more would cost each world some RSA keys nobody uses. */
  private static final List<Algorithm> FIRST =
      List.of(Algorithm.RS256, Algorithm.PS256, Algorithm.ES256, Algorithm.EDDSA);

  private final List<SigningKey> published = new ArrayList<>();
  private final List<SigningKey> own = new ArrayList<>();
  private final Map<Algorithm, SigningKey> current = new EnumMap<>(Algorithm.class);
  private Algorithm active = Algorithm.ES256;
  private int made;

  SigningKeys() {}

  /** Signs tokens with this algorithm from now on. */
  public synchronized SigningKeys use(Algorithm algorithm) {
    active = algorithm;
    return this;
  }

  /** The key that signs tokens now. */
  public synchronized SigningKey active() {
    return key(active);
  }

  /** The current key of an algorithm. */
  public synchronized SigningKey key(Algorithm algorithm) {
    SigningKey known = current.get(algorithm);
    return known == null ? roll(algorithm) : known;
  }

  /** Signs with a fresh key from now on; the one before stays published. */
  public synchronized SigningKey roll() {
    return roll(active);
  }

  /** The current key of an algorithm is a fresh one from now on; the one before stays published. */
  public synchronized SigningKey roll(Algorithm algorithm) {
    SigningKey fresh = announce(algorithm);
    current.put(algorithm, fresh);
    return fresh;
  }

  /** Publishes a fresh key that does not sign yet; {@link #adopt} makes it do so. */
  public synchronized SigningKey announce(Algorithm algorithm) {
    made++;
    SigningKey fresh = UsedKeys.take(algorithm.jose() + "-" + made, algorithm);
    own.add(fresh);
    publish(fresh);
    return fresh;
  }

  /** Publishes a key made elsewhere, whatever its id; {@link #adopt} makes it sign. */
  public synchronized SigningKeys publish(SigningKey key) {
    published.add(key);
    return this;
  }

  /** Signs with this key from now on, published or not. */
  public synchronized SigningKeys adopt(SigningKey key) {
    current.put(key.algorithm(), key);
    active = key.algorithm();
    return this;
  }

  /** Publishes a key no longer; whether it signs does not change. */
  public synchronized SigningKeys withdraw(String keyId) {
    if (!published.removeIf(key -> key.id().equals(keyId))) {
      throw new NoSuchElementException("no key " + keyId + " is published");
    }
    return this;
  }

  /** The ids of the published keys. */
  public synchronized List<String> ids() {
    makeAll();
    return published.stream().map(SigningKey::id).toList();
  }

  /** Signs any payload with the active key, under a header that names it. */
  public String sign(String type, String payload) {
    SigningKey key = active();
    ObjectNode header = Json.object();
    header.put("typ", type).put("alg", key.algorithm().jose()).put("kid", key.id());
    return Jws.sign(key, header.toString(), payload);
  }

  /** The JSON Web Key Set. */
  synchronized ObjectNode jwks() {
    makeAll();
    ObjectNode set = Json.object();
    ArrayNode keys = set.putArray("keys");
    for (SigningKey key : published) {
      ObjectNode jwk = keys.addObject();
      key.jwk().forEach(jwk::put);
    }
    return set;
  }

  /** The published key with this id, or null. */
  synchronized @Nullable SigningKey published(String keyId) {
    return published.stream().filter(key -> key.id().equals(keyId)).findFirst().orElse(null);
  }

  /** Its issuer is closed: others may have these keys. */
  synchronized void close() {
    own.forEach(UsedKeys::giveBack);
    own.clear();
  }

  private void makeAll() {
    FIRST.forEach(this::key);
  }
}
