package dev.keybearer.gateway.record;

import java.util.Locale;

/** The words of enums in records. */
final class Words {
  private Words() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
