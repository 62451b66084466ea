package dev.keybearer.stream;

/** A name to listen to, and what a missing message of it would mean. */
public record Topic(String name, Kind kind) {
  /** Requires a name. */
  public Topic {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a topic without a name");
    }
  }

  /** A topic each of whose messages counts. */
  public static Topic event(String name) {
    return new Topic(name, Kind.EVENT);
  }

  /** A topic of which only the latest message counts. */
  public static Topic state(String name) {
    return new Topic(name, Kind.STATE);
  }

  /** What a missing message means. */
  public enum Kind {
    /** Something happened and nobody will say so again. */
    EVENT,
    /** The next message heals it. */
    STATE
  }
}
