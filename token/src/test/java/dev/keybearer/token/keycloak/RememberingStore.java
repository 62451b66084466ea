package dev.keybearer.token.keycloak;

import dev.keybearer.token.Item;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that shows a test what was kept last. */
final class RememberingStore implements TokenStore {
  private final MemoryTokenStore items = MemoryTokenStore.open();
  private volatile @Nullable String refreshToken;

  /** The refresh token that was kept last. */
  String refreshToken() {
    return String.valueOf(refreshToken);
  }

  @Override
  public Optional<Item> recover(String name) {
    return items.recover(name);
  }

  @Override
  public void prepare(String name, long generation) {
    items.prepare(name, generation);
  }

  @Override
  public void commit(Item item) {
    items.commit(item);
    try {
      byte[] value = item.value().reveal().getBytes(StandardCharsets.UTF_8);
      refreshToken = JsonObject.parse(value).text("refresh");
    } catch (NotJson e) {
      throw new AssertionError("what is kept is not JSON", e);
    }
  }

  @Override
  public void forget(String name) {
    items.forget(name);
  }

  @Override
  public void close() {
    items.close();
  }
}
