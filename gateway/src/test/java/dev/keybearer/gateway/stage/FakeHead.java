package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.exchange.UpstreamHead;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of an answer. */
record FakeHead(int status, Map<String, String> fields) implements UpstreamHead {
  static FakeHead of(int status) {
    return new FakeHead(status, Map.of());
  }

  static FakeHead of(int status, String name, String value) {
    return new FakeHead(status, Map.of(name, value));
  }

  @Override
  public @Nullable String value(String name) {
    return fields.get(name.toLowerCase(Locale.ROOT));
  }
}
