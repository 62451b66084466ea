package dev.keybearer.token;

import dev.keybearer.token.contract.TokenStoreContract;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.file.SealingKeys;
import dev.keybearer.token.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class FileTokenStoreTest implements TokenStoreContract {
  private static final SealingKeys KEYS = SealingKeys.of(Secret.of("0123456789abcdef".repeat(4)));

  @TempDir private Path parent;

  @Override
  public TokenStore open(InstantSource clock) {
    return FileTokenStore.open(parent.resolve("store"), KEYS, Duration.ZERO, clock);
  }
}
