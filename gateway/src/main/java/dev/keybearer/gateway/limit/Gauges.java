package dev.keybearer.gateway.limit;

import dev.keybearer.token.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is counted that is limited. Counts outlive a reload of the configuration: what
 * was used up under another pace is used up. Takes memory for what is limited only. Safe for use by
 * many threads.
 */
public final class Gauges {
  private final TimeSource time;
  private final Keying keying = Keying.random();
  private @Nullable Counts calls;
  private @Nullable Counts guesses;

  /** Gauges on which nothing has been counted. */
  public Gauges(TimeSource time) {
    this.time = time;
  }

  /** How often calls of a route may come, as a configuration says it. */
  public Rates of(String route, Limits limits) {
    List<Rate> rates = new ArrayList<>();
    Paces everywhere = limits.everywhere();
    Paces here = limits.here();
    add(rates, Rate.Of.ADDRESS, everywhere.ofAddress(), keying.of("address"));
    add(rates, Rate.Of.ADDRESS, here.ofAddress(), keying.of("address").of(route));
    add(rates, Rate.Of.SUBJECT, everywhere.ofSubject(), keying.of("subject"));
    add(rates, Rate.Of.SUBJECT, here.ofSubject(), keying.of("subject").of(route));
    add(rates, Rate.Of.ROUTE, limits.ofRoute(), keying.of("route").of(route));
    Paces wrong = limits.guesses();
    boolean free = wrong.ofAddress() == null && wrong.ofSubject() == null;
    return new Rates(
        rates,
        free
            ? null
            : new Guesses(
                wrong.ofAddress(), wrong.ofSubject(), countsOfGuesses(), keying.of("guess")));
  }

  private void add(List<Rate> rates, Rate.Of of, @Nullable Pace pace, Keying own) {
    if (pace != null) {
      rates.add(new Rate(of, pace, countsOfCalls(), own));
    }
  }

  private synchronized Counts countsOfCalls() {
    Counts known = calls;
    Counts counts = known == null ? Counts.begin(time.nanos()) : known;
    calls = counts;
    return counts;
  }

  /** In a table of their own: no crowd of calls makes anybody forget who guesses. */
  private synchronized Counts countsOfGuesses() {
    Counts known = guesses;
    Counts counts = known == null ? Counts.begin(time.nanos()) : known;
    guesses = counts;
    return counts;
  }

  /**
   * What is limited, and how.
   *
   * @param everywhere calls on all routes together
   * @param here calls of one route
   * @param ofRoute all calls of that route, or null
   * @param guesses wrong tokens, on all routes together
   */
  public record Limits(Paces everywhere, Paces here, @Nullable Pace ofRoute, Paces guesses) {
    /** Nothing is limited. */
    public static final Limits NONE = new Limits(Paces.NONE, Paces.NONE, null, Paces.NONE);
  }

  /**
   * How often at most.
   *
   * @param ofAddress from one address, or null
   * @param ofSubject of one subject, or null; of wrong tokens, from one address as well
   */
  public record Paces(@Nullable Pace ofAddress, @Nullable Pace ofSubject) {
    /** As often as they like. */
    public static final Paces NONE = new Paces(null, null);
  }
}
