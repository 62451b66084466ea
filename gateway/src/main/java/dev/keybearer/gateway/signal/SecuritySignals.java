package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.place.Place;
import dev.keybearer.gateway.record.SecurityEvent;
import dev.keybearer.gateway.record.SecurityListener;
import java.util.List;

/** Sends refusals to those who want them. */
public final class SecuritySignals implements SecurityListener {
  private static final List<EventType> TYPES =
      List.of(
          EventType.SECURITY_AUTH_FAILURE,
          EventType.SECURITY_CALL_REFUSED,
          EventType.SECURITY_CALL_FAILED);

  private final Signals signals;

  /** Refusals that go out as these signals. */
  public SecuritySignals(Signals signals) {
    this.signals = signals;
  }

  @Override
  public boolean isListening() {
    for (EventType type : TYPES) {
      if (signals.isWanted(type)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void refused(SecurityEvent event, Place place) {
    String name = "security." + event.event();
    for (EventType type : TYPES) {
      if (type.text().equals(name)) {
        signals.offer(type, event.at(), json -> event.writeTo(json, place));
      }
    }
  }
}
