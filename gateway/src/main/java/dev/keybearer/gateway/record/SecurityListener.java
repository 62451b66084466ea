package dev.keybearer.gateway.record;

import dev.keybearer.gateway.place.Place;

/** Is told of refusals, one at a time, on a thread that may not be held up. */
public interface SecurityListener {
  /** Whether anybody wants to know at the moment; asked on loops. */
  boolean isListening();

  /** Somebody at a place was refused. */
  void refused(SecurityEvent event, Place place);
}
