package dev.keybearer.cli.command;

import dev.keybearer.stream.Position;
import dev.keybearer.stream.PositionStore;
import dev.keybearer.stream.Topic;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The position before the oldest message that a provider keeps; forgets every other. */
final class FromEarliest implements PositionStore {
  private final Position start;

  private FromEarliest(Position start) {
    this.start = start;
  }

  static FromEarliest of(List<Topic> topics) {
    return new FromEarliest(
        new Position(
            topics.stream().collect(Collectors.toMap(Topic::name, topic -> "earliest")),
            true,
            Instant.EPOCH));
  }

  @Override
  public Position read(String stream) {
    return start;
  }

  @Override
  public void write(String stream, Position position) {
    // A command that is typed again begins again.
  }
}
