package dev.keybearer.benchmark.stream;

import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.StreamConnection;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A simulated Genesys Cloud whose time runs faster. */
final class NotificationScene implements AutoCloseable {
  static final List<String> TOPICS =
      List.of(
          "v2.users.4a2c1e0d-0000-4000-8000-000000000001.presence",
          "v2.routing.queues.4a2c1e0d-0000-4000-8000-000000000002.conversations");

  /** An event as the simulator writes it. */
  private static final Pattern EVENT =
      Pattern.compile(
          "\\{\"topicName\":\"(?<topic>v2\\.(users|routing)[^\"]+)\".*?"
              + "\"eventBody\":(?<body>\\{[^}]*\\}).*");

  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final WorldTime time;

  /** A world whose tokens live so long. */
  NotificationScene(double scale, Duration tokenLife) {
    world.clock().scale(scale);
    time = new WorldTime(world.clock());
    genesys.habits().tokenLife(tokenLife);
    genesys.quirks().requestsPerMinute(1_000_000).mintLimit(1_000, Duration.ofMillis(1));
    genesys.notifications().habits().latency(Duration.ofMillis(5), Duration.ofMillis(250));
  }

  SimulatedGenesys genesys() {
    return genesys;
  }

  WorldTime time() {
    return time;
  }

  /** The connections of a client. */
  List<? extends StreamConnection> connections(String client) {
    return genesys.notifications().connections().stream()
        .filter(each -> each.client().equals(client))
        .toList();
  }

  /** Whether a frame is an event of a topic of ours. */
  static boolean isEvent(String frame) {
    return EVENT.matcher(frame).matches();
  }

  /** The event in a frame. */
  static Received received(String frame) {
    Matcher matcher = EVENT.matcher(frame);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no event of ours");
    }
    return Received.of(matcher.group("topic"), matcher.group("body"));
  }

  @Override
  public void close() {
    world.close();
  }
}
