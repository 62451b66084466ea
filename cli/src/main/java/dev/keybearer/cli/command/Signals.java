package dev.keybearer.cli.command;

import sun.misc.Signal;

/**
 * The signals by which daemons are told to read their config again or to end. The platform has no
 * other way to hear SIGHUP, and a JVM that ends by itself on the others says that it failed.
 */
final class Signals {
  private Signals() {}

  /** Does something whenever a signal comes, which is named without SIG. */
  static void on(String signal, Runnable task) {
    Signal.handle(new Signal(signal), heard -> task.run());
  }
}
