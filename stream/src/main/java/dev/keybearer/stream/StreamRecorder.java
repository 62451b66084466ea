package dev.keybearer.stream;

/** Takes note of what happens to streams. Called by one thread at a time, never under a lock. */
@FunctionalInterface
public interface StreamRecorder {
  /** Takes note of one event. What it throws is logged and harms nobody else. */
  void record(StreamEvent event);
}
