package dev.keybearer.token.lease;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.jose.DpopSigner;
import dev.keybearer.token.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one credential keeps in the store. Without a store every act succeeds and nothing is kept.
 *
 * <p>The item is named after everything that decides what a token is good for, so that a credential
 * whose scopes, audience, client, issuer or grant change never meets a token of its former self.
 */
public final class Journal {
  private final @Nullable TokenStore store;
  private final String name;

  /** The journal of a credential. */
  public Journal(@Nullable TokenStore store, Credential credential) {
    this.store = store;
    this.name = store == null ? "" : credential.name() + "~" + Identity.of(credential);
  }

  /**
   * What rests, if anything.
   *
   * @throws StoreFailure when it cannot be read; it is never taken for nothing
   */
  public Optional<Recovered> recover() {
    if (store == null) {
      return Optional.empty();
    }
    return store.recover(name).map(this::read);
  }

  /**
   * What a login is to take the place of; nothing where what rested is gone or was put aside, since
   * a login is what mends that.
   *
   * @throws StoreFailure when something rests there that cannot be read
   */
  public Kept former() {
    Item resting = unlessVacant(name);
    return resting == null ? Kept.NOTHING : read(resting).kept();
  }

  private @Nullable Item unlessVacant(String item) {
    try {
      return store == null ? null : store.recover(item).orElse(null);
    } catch (StoreFailure e) {
      if (!e.isVacant()) {
        throw e;
      }
      return null;
    }
  }

  /** Announces that the refresh token of this generation is about to be used. */
  public void prepare(long generation) {
    if (store != null) {
      store.prepare(name, generation);
    }
  }

  /** Keeps it; when this returns it survives a power cut. */
  public void commit(Kept kept) {
    if (store != null) {
      store.commit(Item.of(name, kept.generation(), KeptForm.write(kept)));
    }
  }

  /**
   * The key that tokens are bound to: what rests, or what is made now and rests before it is used.
   * Two processes that begin at the same time end up with the same.
   *
   * @throws StoreFailure when it cannot be read or kept
   */
  public DpopSigner signer(TimeSource time) {
    if (store == null) {
      return DpopSigner.random(time);
    }
    Item resting = store.recover(keyName()).orElse(null);
    return resting == null ? made(store, time) : read(resting, time);
  }

  /**
   * The same for a login; null where what rested is gone or was put aside. The login has to make
   * another then and to {@linkplain #commit(DpopSigner) keep} it, but only behind the tokens that
   * are bound to it: those at rest are bound to the lost one.
   *
   * @throws StoreFailure when it cannot be read or kept
   */
  public @Nullable DpopSigner signerUnlessVacant(TimeSource time) {
    try {
      return signer(time);
    } catch (StoreFailure e) {
      if (!e.isVacant()) {
        throw e;
      }
      return null;
    }
  }

  /** Keeps the key that tokens are bound to, in the place of one that was lost. */
  public void commit(DpopSigner signer) {
    if (store != null) {
      store.commit(Item.of(keyName(), 1, signer.secret()));
    }
  }

  private DpopSigner made(TokenStore into, TimeSource time) {
    DpopSigner made = DpopSigner.random(time);
    try {
      into.commit(Item.of(keyName(), 1, made.secret()));
      return made;
    } catch (StoreFailure e) {
      Item other =
          e.kind() == StoreFailure.Kind.CONFLICT ? into.recover(keyName()).orElse(null) : null;
      if (other == null) {
        throw e;
      }
      return read(other, time);
    }
  }

  private static DpopSigner read(Item item, TimeSource time) {
    DpopSigner signer = DpopSigner.parse(item.value(), time);
    if (signer == null) {
      throw new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          "item " + item.name() + " holds no key that tokens can be bound to: remove it",
          null);
    }
    return signer;
  }

  private String keyName() {
    return name + "~key";
  }

  /** Removes what rests, and with it the key that tokens were bound to. */
  public void forget() {
    if (store != null) {
      store.forget(name);
      store.forget(keyName());
    }
  }

  /** A mark that tells one secret that a token began with from another, kept beside the token. */
  public static String mark(Secret beginning) {
    return beginning.use(bytes -> HexFormat.of().formatHex(digest(bytes)));
  }

  private Recovered read(Item item) {
    Kept kept = KeptForm.read(item.generation(), item.value());
    if (kept == null) {
      throw new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          "item "
              + name
              + " is of a form this version does not know: use the version that wrote it, or remove"
              + " the item and log in again",
          null);
    }
    return new Recovered(kept, item.prepared() != null);
  }

  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What was found at rest.
   *
   * @param announced whether its refresh token was about to be used and no answer was kept
   */
  public record Recovered(Kept kept, boolean announced) {}
}
