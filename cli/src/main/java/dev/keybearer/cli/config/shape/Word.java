package dev.keybearer.cli.config.shape;

import java.util.Locale;

/** A constant with the word that stands for it in a config. */
public interface Word {
  /** The name of the constant. */
  String name();

  /** As written in the file: the name in small letters with dashes. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
