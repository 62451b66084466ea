package dev.keybearer.gateway.record;

import dev.keybearer.token.Event;
import dev.keybearer.token.Recorder;
import java.util.List;

/** Tells several what happens, in turn. What one of them throws is logged and harms no other. */
public record EventsToAll(List<Recorder> recorders) implements Recorder {
  private static final System.Logger LOG = System.getLogger(EventsToAll.class.getName());

  /** Those who are told. */
  public EventsToAll {
    recorders = List.copyOf(recorders);
  }

  @Override
  public void record(Event event) {
    for (Recorder recorder : recorders) {
      try {
        recorder.record(event);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, recorder.getClass().getName() + " met a bug", e);
      }
    }
  }
}
