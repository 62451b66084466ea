package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.StoreConfig;
import dev.keybearer.store.SqliteTokenStore;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Opens token stores. */
final class Stores {
  private Stores() {}

  /** Opens the store; {@code say} is told when its key is made. */
  static TokenStore open(StoreConfig config, Secrecy secrecy, Consumer<String> say) {
    return switch (config) {
      case StoreConfig.Memory memory -> MemoryTokenStore.open();
      case StoreConfig.File file -> {
        begin(file.path(), file.key(), say);
        yield FileTokenStore.open(file.path(), secrecy.source(file.key()).read());
      }
      case StoreConfig.Sqlite sqlite -> {
        begin(sqlite.path(), sqlite.key(), say);
        yield SqliteTokenStore.open(sqlite.path(), secrecy.source(sqlite.key()).read());
      }
    };
  }

  private static void begin(Path path, SecretReference key, Consumer<String> say) {
    if (key instanceof SecretReference.File file && !Files.exists(path)) {
      makeKey(file.path(), say);
    }
  }

  /**
   * What tokens are named with, the same in every process over the same store; null without one.
   */
  static @Nullable Secret nameKey(StoreConfig config, Secrecy secrecy) {
    SecretReference reference =
        switch (config) {
          case StoreConfig.Memory memory -> null;
          case StoreConfig.File file -> file.key();
          case StoreConfig.Sqlite sqlite -> sqlite.key();
        };
    if (reference == null) {
      return null;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      secrecy.source(reference).read().use(key -> initialised(mac, key));
      return Secret.of(mac.doFinal("names of tokens".getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static Mac initialised(Mac mac, byte[] key) {
    try {
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
      return mac;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("any bytes are a key of HmacSHA256", e);
    }
  }

  /** A store that begins gets a key if it has none; a store that exists never gets another. */
  private static void makeKey(Path path, Consumer<String> say) {
    try {
      if (StoreKey.make(path)) {
        say.accept(
            "made the key of the store: " + path + "; without it nothing in the store can be read");
      }
    } catch (IOException e) {
      throw new WiringFailure(
          "cannot make the key of the store at "
              + path
              + ": make its folder writable, or put a key there (openssl rand -base64 32)",
          e);
    }
  }
}
