package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.VaultConfig;
import dev.keybearer.token.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a config are made with.
 *
 * @param secrecy where secrets are read
 * @param tls contexts
 * @param issuers as they were made so far
 * @param clients that we are at them
 * @param expectations of their tokens, as they were made so far
 * @param time where time comes from
 */
record Parts(
    Secrecy secrecy,
    Tls tls,
    Issuers issuers,
    Clients clients,
    Expectations expectations,
    TimeSource time) {
  /** With the Vault of a config, if it names one. */
  static Parts of(@Nullable VaultConfig vault) {
    return of(vault, TimeSource.system());
  }

  /** The same, living by another time. */
  static Parts of(@Nullable VaultConfig vault, TimeSource time) {
    Secrecy secrecy = Secrecy.of(vault);
    Tls tls = new Tls();
    Issuers issuers = new Issuers(tls);
    Clients clients = new Clients(secrecy, tls);
    Expectations expectations = new Expectations(secrecy, issuers, clients);
    return new Parts(secrecy, tls, issuers, clients, expectations, time);
  }

  /** What was made so far, and is kept as long as it is used. */
  List<Memo<?, ?>> memos() {
    List<Memo<?, ?>> memos = new ArrayList<>(tls.memos());
    memos.add(issuers.memo());
    memos.add(expectations.memo());
    return memos;
  }
}
