package dev.keybearer.simulator.http;

/** Turns one request into its answer. */
@FunctionalInterface
public interface Handler {
  /** The answer to a request. */
  Answer answer(Ask ask);
}
