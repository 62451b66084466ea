package dev.keybearer.cli;

/** The {@code keybearer} command. */
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(2);
  }
}
