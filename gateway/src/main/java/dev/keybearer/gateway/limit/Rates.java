package dev.keybearer.gateway.limit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often calls of a route may come.
 *
 * @param calls each of which has to let a call through, narrow ones first
 * @param guesses holds back whoever shows wrong tokens, or null
 */
public record Rates(List<Rate> calls, @Nullable Guesses guesses) {
  /** As often as they like. */
  public static final Rates NONE = new Rates(List.of(), null);

  /** Rates. */
  public Rates {
    calls = List.copyOf(calls);
  }
}
