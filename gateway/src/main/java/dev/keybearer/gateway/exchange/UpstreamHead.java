package dev.keybearer.gateway.exchange;

import org.jspecify.annotations.Nullable;

/** The head of an upstream's final answer. Valid until the exchange is told what becomes of it. */
public interface UpstreamHead {
  /** The status code. */
  int status();

  /** The value of the first field of this name, or null. */
  @Nullable String value(String name);
}
