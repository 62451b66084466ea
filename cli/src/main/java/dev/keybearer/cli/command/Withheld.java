package dev.keybearer.cli.command;

import dev.keybearer.token.verification.Unverified;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes tokens out of what is shown: the inspected one, and others that its claims may carry. */
final class Withheld {
  /** A shorter text is found in others by chance. */
  private static final int SHORTEST = 8;

  private final String token;

  /** Takes out this token. */
  Withheld(String token) {
    this.token = token;
  }

  /** The same members without tokens. */
  Map<String, @Nullable Object> from(Map<String, @Nullable Object> members) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    members.forEach((name, value) -> shown.put(text(name), value(value)));
    return shown;
  }

  /** The same text, or what stands for it when it holds a token. */
  String text(String text) {
    boolean itself = text.equals(token) || (token.length() >= SHORTEST && text.contains(token));
    return itself || isAnother(text) ? "(a token, " + text.length() + " characters)" : text;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> shown = new LinkedHashMap<>();
        map.forEach((name, each) -> shown.put(text(String.valueOf(name)), value(each)));
        yield shown;
      }
      case List<?> list -> list.stream().map(this::value).toList();
      case null -> null;
      default -> value;
    };
  }

  private static boolean isAnother(String text) {
    return text.startsWith("ey") && Unverified.read(text).form() != Unverified.Form.OPAQUE;
  }
}
