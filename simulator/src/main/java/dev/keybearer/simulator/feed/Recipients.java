package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.StreamHabits.FanOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses the connections that get a message. Guarded by the lock of its feed. */
final class Recipients {
  private long turn;

  /** Those of the connections, oldest first, that a message on a topic goes to. */
  List<Line> of(String topic, List<Line> connections, FanOut rule) {
    List<Line> hearing = new ArrayList<>(connections.size());
    for (Line line : connections) {
      if (line.subscriptions().hears(topic)) {
        hearing.add(line);
      }
    }
    return rule == FanOut.BROADCAST ? hearing : oneOfEach(hearing, rule);
  }

  private List<Line> oneOfEach(List<Line> hearing, FanOut rule) {
    Map<String, List<Line>> byClient = new LinkedHashMap<>();
    for (Line line : hearing) {
      byClient.computeIfAbsent(line.client(), absent -> new ArrayList<>()).add(line);
    }
    turn++;
    return byClient.values().stream().map(lines -> one(lines, rule)).toList();
  }

  private Line one(List<Line> lines, FanOut rule) {
    return switch (rule) {
      case ANY_ONE -> lines.get((int) (turn % lines.size()));
      case EXCLUSIVE_FIRST_WINS -> lines.get(0);
      case BROADCAST, EXCLUSIVE_LAST_WINS -> lines.get(lines.size() - 1);
    };
  }
}
