package dev.keybearer.gateway.record;

/** The members of one JSON object. Immutable; written once, on another thread. */
@FunctionalInterface
public interface JsonLine {
  /** Writes them. */
  void writeTo(Json json);
}
