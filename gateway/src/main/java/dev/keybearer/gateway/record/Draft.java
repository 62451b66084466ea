package dev.keybearer.gateway.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry while it is put together; what is null is left out. For one thread. */
final class Draft {
  private final String event;
  private final Map<String, Object> details = new LinkedHashMap<>();

  private Draft(String event) {
    this.event = event;
  }

  static Draft of(String event) {
    return new Draft(event);
  }

  Draft with(String name, @Nullable Object text) {
    return text == null ? this : put(name, text.toString());
  }

  Draft with(String name, long number) {
    return put(name, number);
  }

  Draft with(String name, boolean fact) {
    return put(name, fact);
  }

  Draft with(String name, List<String> texts) {
    return put(name, texts);
  }

  Entry entry(Instant timestamp, @Nullable String clientId) {
    return new Entry(timestamp, event, clientId, details);
  }

  private Draft put(String name, Object value) {
    details.put(name, value);
    return this;
  }
}
