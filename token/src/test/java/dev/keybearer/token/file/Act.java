package dev.keybearer.token.file;

import dev.keybearer.token.Item;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One act on a store, with what it means for what rests there.
 *
 * @param told the act in words
 * @param run the act itself
 * @param meaning what should rest afterwards, by name, given what rested before
 */
record Act(
    String told, Consumer<TokenStore> run, UnaryOperator<SortedMap<String, String>> meaning) {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final SealingKeys KEYS = SealingKeys.of(key(1));

  /** Every step a store can take: first writes, renewals, a second name, forgetting, new login. */
  static final List<Act> STORY =
      List.of(
          commit("a", 1),
          prepare("a", 1),
          commit("a", 2),
          commit("b", 5),
          prepare("a", 2),
          prepare("b", 5),
          commit("b", 6),
          forget("a"),
          commit("a", 1),
          forget("b"),
          commit("a", 2),
          commit("b", 1),
          forget("a"),
          forget("b"),
          commit("b", 1));

  /** The same kinds of step, as few as there can be. */
  static final List<Act> SHORT_STORY =
      List.of(commit("a", 1), prepare("a", 1), commit("a", 2), forget("a"));

  static Secret key(int number) {
    byte[] key = new byte[SealingKey.LENGTH];
    key[0] = (byte) number;
    return Secret.of(key);
  }

  static Secret value(String name, long generation) {
    byte[] value = (name + " value " + generation + " ").repeat(8).getBytes(StandardCharsets.UTF_8);
    return Secret.of(value);
  }

  static Act commit(String name, long generation) {
    return new Act(
        "commit " + name + " " + generation,
        store -> store.commit(Item.of(name, generation, value(name, generation))),
        before -> with(before, name, shown(generation, false)));
  }

  static Act prepare(String name, long generation) {
    return new Act(
        "prepare " + name + " " + generation,
        store -> store.prepare(name, generation),
        before -> with(before, name, shown(generation, true)));
  }

  static Act forget(String name) {
    return new Act(
        "forget " + name,
        store -> store.forget(name),
        before -> {
          SortedMap<String, String> after = new TreeMap<>(before);
          after.remove(name);
          return after;
        });
  }

  private static SortedMap<String, String> with(
      SortedMap<String, String> before, String name, String shown) {
    SortedMap<String, String> after = new TreeMap<>(before);
    after.put(name, shown);
    return after;
  }

  private static String shown(long generation, boolean prepared) {
    return generation + (prepared ? " prepared" : "");
  }

  /** What rests in the store, by name; a value that is not whole does not pass. */
  static SortedMap<String, String> found(TokenStore store) {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : List.of("a", "b")) {
      store.recover(name).ifPresent(item -> found.put(name, shown(item)));
    }
    return found;
  }

  private static String shown(Item item) {
    if (!item.value().matches(value(item.name(), item.generation()))) {
      throw new AssertionError("torn: " + item.name() + " " + item.generation());
    }
    return shown(item.generation(), item.prepared() != null);
  }

  static FileTokenStore open(FakeDisk disk, SealingKeys keys) {
    return FileTokenStore.open(new Place(FakeDisk.STORE, disk, () -> NOON), keys, Duration.ZERO);
  }
}
