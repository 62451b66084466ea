package dev.keybearer.gateway.place;

/** A file is no database, or not a sound one; the message says what is wrong with it. */
final class BadDatabase extends Exception {
  private static final long serialVersionUID = 1L;

  BadDatabase(String message) {
    super(message);
  }
}
