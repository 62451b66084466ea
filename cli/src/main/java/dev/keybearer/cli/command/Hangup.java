package dev.keybearer.cli.command;

import sun.misc.Signal;

/**
 * The signal SIGHUP, by which daemons are told to read their config again. The platform has no
 * other way to hear one.
 */
final class Hangup {
  private Hangup() {}

  /** Does something whenever the signal comes. */
  static void then(Runnable task) {
    Signal.handle(new Signal("HUP"), signal -> task.run());
  }
}
