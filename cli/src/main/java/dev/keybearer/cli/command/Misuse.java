package dev.keybearer.cli.command;

/** What was asked for does not exist; the message says what does. */
public final class Misuse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Misuse(String message) {
    super(message);
  }
}
