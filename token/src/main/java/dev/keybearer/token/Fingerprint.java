package dev.keybearer.token;

/**
 * The name of a token: 128 bits of a keyed hash, so that whoever reads it can neither learn the
 * token nor try guesses against it.
 */
public record Fingerprint(String text) {
  /** The hash in hexadecimal. */
  @Override
  public String toString() {
    return text;
  }
}
