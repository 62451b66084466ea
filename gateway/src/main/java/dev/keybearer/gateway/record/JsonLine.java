package dev.keybearer.gateway.record;

import tools.jackson.core.JsonGenerator;

/** The members of one JSON object. Immutable; written once, on another thread. */
@FunctionalInterface
public interface JsonLine {
  /** Writes them. */
  void writeTo(JsonGenerator json);
}
