package dev.keybearer.gateway.exchange;

import org.jspecify.annotations.Nullable;

/** Leave to keep a tunnel open. Asked on its loop once a second; never waits. */
@FunctionalInterface
public interface Permit {
  /** Why the tunnel has to end now, or null while it may stay open. */
  @Nullable Closing ended();
}
