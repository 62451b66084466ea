package dev.keybearer.simulator.feed;

import org.jspecify.annotations.Nullable;

/** Says what a token is worth. */
@FunctionalInterface
public interface TokenDesk {
  /** What a token allows, or null when it is unknown or does not count. */
  @Nullable Pass judge(String token);
}
