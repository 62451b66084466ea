package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Trace;

/** Follows calls through several processes. Called on the calls' loops; never waits. */
@FunctionalInterface
public interface Tracer {
  /** A call is about to leave for its upstream. */
  Trace leaving(Call call);
}
