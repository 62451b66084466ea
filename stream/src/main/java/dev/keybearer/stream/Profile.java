package dev.keybearer.stream;

import java.time.Duration;

/**
 * How a provider behaves, as far as a stream must know to promise anything: declared by whoever
 * plans the stream.
 *
 * @param renewing what becomes of a connection whose token is replaced
 * @param replays whether a connection can begin at a position
 * @param fanOut which of several connections gets a message
 * @param eventIds whether messages have names that no two share
 * @param topicsAtMost that one connection takes
 * @param connectionLife after which the provider ends a connection, zero for never
 * @param heartbeat how often the provider says something at least, zero for never
 * @param skew by how much one connection may be behind another
 * @param endsWithToken whether a connection dies with the token it was made with
 */
public record Profile(
    Renewing renewing,
    boolean replays,
    FanOut fanOut,
    boolean eventIds,
    int topicsAtMost,
    Duration connectionLife,
    Duration heartbeat,
    Duration skew,
    boolean endsWithToken) {

  /** A provider of which the least is known that still allows an overlap. */
  public static final Profile CAUTIOUS =
      new Profile(
          Renewing.NEW_CONNECTION,
          false,
          FanOut.BROADCAST,
          false,
          1_000,
          Duration.ZERO,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          true);

  /** Whether two connections may listen at once without taking anything from each other. */
  public boolean overlaps() {
    return fanOut == FanOut.BROADCAST || fanOut == FanOut.ANY_ONE;
  }

  /** The same but for this. */
  public Profile withRenewing(Renewing value) {
    return new Profile(
        value,
        replays,
        fanOut,
        eventIds,
        topicsAtMost,
        connectionLife,
        heartbeat,
        skew,
        endsWithToken);
  }

  /** The same but for this. */
  public Profile withReplays(boolean value) {
    return new Profile(
        renewing,
        value,
        fanOut,
        eventIds,
        topicsAtMost,
        connectionLife,
        heartbeat,
        skew,
        endsWithToken);
  }

  /** The same but for this. */
  public Profile withFanOut(FanOut value) {
    return new Profile(
        renewing,
        replays,
        value,
        eventIds,
        topicsAtMost,
        connectionLife,
        heartbeat,
        skew,
        endsWithToken);
  }

  /** The same but for this. */
  public Profile withEventIds(boolean value) {
    return new Profile(
        renewing,
        replays,
        fanOut,
        value,
        topicsAtMost,
        connectionLife,
        heartbeat,
        skew,
        endsWithToken);
  }

  /** The same but for this. */
  public Profile withTopicsAtMost(int value) {
    return new Profile(
        renewing, replays, fanOut, eventIds, value, connectionLife, heartbeat, skew, endsWithToken);
  }

  /** The same but for this. */
  public Profile withConnectionLife(Duration value) {
    return new Profile(
        renewing, replays, fanOut, eventIds, topicsAtMost, value, heartbeat, skew, endsWithToken);
  }

  /** The same but for this. */
  public Profile withHeartbeat(Duration value) {
    return new Profile(
        renewing,
        replays,
        fanOut,
        eventIds,
        topicsAtMost,
        connectionLife,
        value,
        skew,
        endsWithToken);
  }

  /** The same but for this. */
  public Profile withSkew(Duration value) {
    return new Profile(
        renewing,
        replays,
        fanOut,
        eventIds,
        topicsAtMost,
        connectionLife,
        heartbeat,
        value,
        endsWithToken);
  }

  /** The same but for this. */
  public Profile withEndsWithToken(boolean value) {
    return new Profile(
        renewing, replays, fanOut, eventIds, topicsAtMost, connectionLife, heartbeat, skew, value);
  }

  /** What becomes of a connection whose token is replaced. */
  public enum Renewing {
    /** It is told the new token and goes on. */
    IN_BAND,
    /** A new one takes its place. */
    NEW_CONNECTION,
    /** It needs no token once it is open. */
    NEVER
  }

  /** Which of several connections gets a message. */
  public enum FanOut {
    /** Each. */
    BROADCAST,
    /** Any one of them. */
    ANY_ONE,
    /** The newest, which ends the one before. */
    EXCLUSIVE_LAST_WINS,
    /** The oldest; no other is let in. */
    EXCLUSIVE_FIRST_WINS
  }
}
