package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Declares the keys of a shape, in the order they are bound and described.
 *
 * <pre>{@code
 * var keys = Keys.of("When a token is renewed.");
 * var at = keys.defaulted("at", Percentage.TYPE, "80%", "Share of its life after which …");
 * var idle = keys.optional("idle", Quantities.DURATION, "A token unused for so long …");
 * return keys.build(in -> new RenewConfig(in.get(at), in.get(idle)));
 * }</pre>
 *
 * A key that is declared and not read, or read and not declared, is a bug that shows itself the
 * first time a mapping is bound.
 */
public final class Keys {
  private final String says;
  private final List<Member<?>> members = new ArrayList<>();
  private final List<String> later = new ArrayList<>();

  private Keys(String says) {
    this.says = says;
  }

  /** No keys yet, of a mapping that a sentence describes. */
  public static Keys of(String says) {
    return new Keys(says);
  }

  /** A key that must stand there. */
  public <T> Key<T> required(String name, Type<T> type, String says) {
    return add(new Key<>(name, type, new Key.Absence.Refused(), says));
  }

  /** A key that may be left out; its value is null then. */
  public <T> Key<@Nullable T> optional(String name, Type<T> type, String says) {
    return add(new Key<@Nullable T>(name, type, new Key.Absence.Nothing(), says));
  }

  /** A key that may be left out; it is then as if this text stood there. */
  public <T> Key<T> defaulted(String name, Type<T> type, String text, String says) {
    return add(new Key<>(name, type, new Key.Absence.Means(Node.literal(text)), says));
  }

  /** The keys of one of several shapes, chosen by the word at a key of this mapping. */
  public <D extends Enum<D> & Word, T> Member<T> choose(
      Key<D> by, Map<D, ? extends Shape<? extends T>> variants) {
    return choose(By.key(by), variants);
  }

  /** The keys of one of several shapes, chosen by a word found elsewhere. */
  public <K, D extends Enum<D> & Word, T> Member<T> choose(
      By<K, D> by, Map<D, ? extends Shape<? extends T>> variants) {
    return add(new Choice<K, D, T>(by, variants));
  }

  /** Keys that come with a later version, and are answered so. */
  public void later(String... names) {
    later.addAll(List.of(names));
  }

  /**
   * The shape of a mapping with these keys.
   *
   * @param make makes the record of their values; it may report what is wrong between them, and
   *     answer null then
   */
  public <T> Shape<T> build(Function<Fields, ? extends @Nullable T> make) {
    return new Shape<>(this, make);
  }

  String says() {
    return says;
  }

  List<Member<?>> members() {
    return members;
  }

  List<String> laterNames() {
    return later;
  }

  private <M extends Member<?>> M add(M member) {
    members.add(member);
    return member;
  }
}
