package dev.keybearer.gateway.call;

/** One step on the path of a call. Safe for use by many loops at once; never waits. */
@FunctionalInterface
public interface Stage {
  /** Looks at the call and decides; what it found out stays with the call. */
  Step take(Call call);
}
