package dev.keybearer.token.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Item;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** S6, S7, S8: what one credential keeps, under a name of its own. */
class JournalTest {
  private final TokenStore store = MemoryTokenStore.open();
  private final Credential credential = Credentials.standard();
  private final Journal journal = new Journal(store, credential);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void findsNothingWhereNothingRests() {
    assertThat(journal.recover()).isEmpty();
  }

  @Test
  void findsWhatItCommitted() {
    journal.commit(kept(1));

    Journal.Recovered found = journal.recover().orElseThrow();

    assertThat(found.announced()).isFalse();
    assertThat(found.kept().generation()).isEqualTo(1);
    assertThat(reveal(found.kept().refresh())).isEqualTo("refresh-1");
  }

  @Test
  void findsAnAnnouncementUntilTheNextCommit() {
    journal.commit(kept(1));
    journal.prepare(1);
    assertThat(journal.recover().orElseThrow().announced()).isTrue();

    journal.commit(kept(2));
    assertThat(journal.recover().orElseThrow().announced()).isFalse();
  }

  @Test
  void neverReplacesALaterGeneration() {
    journal.commit(kept(2));

    assertThatThrownBy(() -> journal.commit(kept(1))).isInstanceOf(StoreFailure.class);
    assertThat(journal.recover().orElseThrow().kept().generation()).isEqualTo(2);
  }

  @Test
  void findsNothingOnceItIsForgotten() {
    journal.commit(kept(1));

    journal.forget();

    assertThat(journal.recover()).isEmpty();
  }

  @Test
  void doesNotTakeAnUnknownFormForNothing() {
    Item item = Item.of(Credentials.itemName(credential), 1, Secret.of("{\"form\":\"99\"}"));
    store.commit(item);

    assertThatThrownBy(journal::recover)
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE))
        .hasMessageContaining(credential.name());
  }

  @Test
  void withoutAStoreEveryActSucceedsAndNothingIsKept() {
    Journal none = new Journal(null, credential);
    none.prepare(1);
    none.commit(kept(1));
    none.forget();

    assertThat(none.recover()).isEqualTo(Optional.empty());
  }

  @Test
  void credentialsWithDifferentNamesDoNotMeet() {
    journal.commit(kept(1));

    assertThat(new Journal(store, credential.withName("other")).recover()).isEmpty();
  }

  @Test
  void marksTellSecretsApartWithoutShowingThem() {
    String mark = Journal.mark(Secret.of("canary"));

    assertThat(mark).isEqualTo(Journal.mark(Secret.of("canary"))).doesNotContain("canary");
    assertThat(mark).isNotEqualTo(Journal.mark(Secret.of("canary2")));
  }

  private static Kept kept(long generation) {
    return new Kept(generation, null, Secret.of("refresh-" + generation), Scopes.none(), null);
  }

  private static String reveal(@org.jspecify.annotations.Nullable Secret secret) {
    return secret == null ? "" : secret.reveal();
  }
}
