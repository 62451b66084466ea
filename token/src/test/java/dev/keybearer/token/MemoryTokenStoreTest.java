package dev.keybearer.token;

import dev.keybearer.token.contract.TokenStoreContract;
import java.time.InstantSource;

class MemoryTokenStoreTest implements TokenStoreContract {
  @Override
  public TokenStore open(InstantSource clock) {
    return MemoryTokenStore.open(clock);
  }
}
