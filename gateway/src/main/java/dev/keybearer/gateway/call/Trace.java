package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.Field;
import java.util.List;

/** A call's part of a trace that goes through several processes (W3C Trace Context). */
public interface Trace {
  /** Tell the upstream of it, in the place of those that the caller sent. */
  List<Field> fields();

  /** Whether a field of this name tells of a trace. */
  static boolean isOfTraces(String name) {
    return name.equalsIgnoreCase("traceparent") || name.equalsIgnoreCase("tracestate");
  }
}
