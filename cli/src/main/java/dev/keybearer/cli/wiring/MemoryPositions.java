package dev.keybearer.cli.wiring;

import dev.keybearer.stream.Position;
import dev.keybearer.stream.PositionStore;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Positions that end with the process: a reload goes on where it was. Safe for many threads. */
final class MemoryPositions implements PositionStore {
  private final Map<String, Position> positions = new ConcurrentHashMap<>();

  @Override
  public Position read(String stream) {
    return positions.getOrDefault(stream, Position.START);
  }

  @Override
  public void write(String stream, Position position) {
    positions.put(stream, position);
  }

  /**
   * Positions of a stream that takes the place of one which still listens: nothing lies between,
   * and nothing is marked while the one before may still write.
   */
  static PositionStore ofSuccessor(PositionStore rest) {
    return new PositionStore() {
      @Override
      public Position read(String stream) {
        return new Position(Map.of(), false, Instant.EPOCH);
      }

      @Override
      public void write(String stream, Position position) {
        rest.write(stream, position);
      }
    };
  }
}
