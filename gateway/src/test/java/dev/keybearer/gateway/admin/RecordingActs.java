package dev.keybearer.gateway.admin;

import java.util.List;

/** Notes in a journal what it is told, unless it is broken. */
final class RecordingActs implements Acts {
  /** What must not be written down breaks the one who would. */
  volatile boolean unwritable;

  private final List<String> journal;

  RecordingActs(List<String> journal) {
    this.journal = journal;
  }

  @Override
  public void asked(Act act) {
    note("asked", act, "");
  }

  @Override
  public void ended(Act act, Ending ending) {
    note("ended", act, " " + ending.kind() + ": " + ending.words());
  }

  @Override
  public void denied(Act act) {
    note("denied", act, "");
  }

  private void note(String what, Act act, String rest) {
    if (unwritable) {
      throw new IllegalStateException("the disk is full");
    }
    journal.add(what + " " + act.actor() + " " + act.action() + " " + act.target() + rest);
  }
}
