package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Handler;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Which handler stands at which path of a host; what has none is not found. */
final class Site {
  private static final Place NOTHING =
      new Place(Endpoint.UNKNOWN, ask -> Answer.of(404, "text/plain", "nothing is here"));

  private final Map<String, Place> exact = new HashMap<>();
  private final Map<String, Place> below = new HashMap<>();

  /** A handler for one path. */
  Site at(String path, Endpoint endpoint, Handler handler) {
    exact.put(path, new Place(endpoint, handler));
    return this;
  }

  /** A handler for every path that starts with a prefix and that no other handler stands at. */
  Site below(String prefix, Endpoint endpoint, Handler handler) {
    below.put(prefix, new Place(endpoint, handler));
    return this;
  }

  /** The host that serves this site, watched by a referee and befallen by faults. */
  Handler watched(Referee referee, Faults faults, Clock clock) {
    return ask -> {
      Place place = place(ask.path());
      Referee.Sighting sighting = referee.saw(place.endpoint, ask, clock.instant());
      Fault fault = faults.draw(place.endpoint);
      Answer answer;
      if (fault == null) {
        answer = place.handler.answer(ask);
      } else {
        sighting.befell(fault);
        answer = fault.befall(ask, place.handler, clock);
      }
      sighting.ended(answer);
      return answer;
    };
  }

  private Place place(String path) {
    Place place = exact.get(path);
    if (place != null) {
      return place;
    }
    Place longest = NOTHING;
    int length = -1;
    for (Map.Entry<String, Place> entry : below.entrySet()) {
      if (entry.getKey().length() > length && path.startsWith(entry.getKey())) {
        longest = entry.getValue();
        length = entry.getKey().length();
      }
    }
    return longest;
  }

  private record Place(Endpoint endpoint, Handler handler) {}
}
