package dev.keybearer.token;

/** Takes note of what happens. Called by one thread at a time, never under a lock. */
@FunctionalInterface
public interface Recorder {
  /** Takes note of one event. What it throws is logged and harms nobody else. */
  void record(Event event);
}
