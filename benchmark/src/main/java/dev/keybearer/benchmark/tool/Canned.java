package dev.keybearer.benchmark.tool;

import dev.keybearer.token.Item;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tokens that nobody was asked for, one for each number, for readers that must never renew. */
public final class Canned {
  /** Longer than any run. */
  public static final Duration LIFE = Duration.ofHours(10);

  private Canned() {}

  /** The text of a token, as long as an opaque one usually is. */
  public static String token(int number) {
    return "canned-token-of-forty-three-characters-%04d".formatted(number);
  }

  /** The end of all canned tokens that are made now. */
  public static Instant end() {
    return Instant.now().plus(LIFE);
  }

  /** A store in which a token rests under every name, so that no issuer is asked. */
  public static TokenStore store() {
    return new Store();
  }

  private static final class Store implements TokenStore {
    @Override
    public Optional<Item> recover(String name) {
      Instant issued = Instant.now();
      String number = name.substring(name.indexOf('-') + 1, name.indexOf('~'));
      String form =
          """
          {"form":"1","access":"%s","type":"Bearer","issued":"%s","ends":"%s","scopes":"","granted":""}
          """
              .formatted(token(Integer.parseInt(number)), issued, issued.plus(LIFE));
      return Optional.of(Item.of(name, 1, Secret.of(form.strip())));
    }

    @Override
    public void prepare(String name, long generation) {}

    @Override
    public void commit(Item item) {}

    @Override
    public void forget(String name) {}

    @Override
    public void close() {}
  }
}
