package dev.keybearer.simulator.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How a stream behaves when nothing goes wrong. Every habit can be changed at any time and holds
 * from then on. Durations pass on the world's clock. Safe for use by many threads.
 */
public final class StreamHabits {
  private volatile TokenIn tokenIn = TokenIn.HEADER;
  private volatile FanOut fanOut = FanOut.BROADCAST;
  private volatile boolean ids = true;
  private volatile boolean replay;
  private volatile int replayCount;
  private volatile @Nullable Duration replayTime;
  private volatile Duration heartbeat = Duration.ofSeconds(30);
  private volatile @Nullable Duration challengeLead;
  private volatile Duration authenticateWithin = Duration.ofSeconds(10);
  private volatile TokenEnd tokenEnd = TokenEnd.CLOSE;
  private volatile int tokenEndCode = 1001;
  private volatile int revocationCode = 1008;
  private volatile int connectionLimit = Integer.MAX_VALUE;
  private volatile int topicLimit = Integer.MAX_VALUE;
  private volatile int backlog = 100_000;
  private volatile Rate handshakes = new Rate(Integer.MAX_VALUE, Duration.ofMinutes(1));
  private volatile Duration retryAfter = Duration.ofSeconds(1);
  private volatile @Nullable String scope;
  private final Map<String, String> scopes = new ConcurrentHashMap<>();
  private volatile Latency latency = new Latency(Duration.ZERO, Duration.ZERO);
  private volatile double reordered;
  private volatile double duplicated;

  /** The habits of a stream that is fast, orderly and forgetful. */
  public StreamHabits() {}

  /** Where a client has to show its token; HEADER unless said otherwise. */
  public StreamHabits tokenIn(TokenIn place) {
    tokenIn = place;
    return this;
  }

  /** Which connections of one client get a message; BROADCAST unless said otherwise. */
  public StreamHabits fanOut(FanOut rule) {
    fanOut = rule;
    return this;
  }

  /** Messages carry an id, as they do unless said otherwise. */
  public StreamHabits withIds() {
    ids = true;
    return this;
  }

  /** Messages carry no id. */
  public StreamHabits withoutIds() {
    ids = false;
    return this;
  }

  /** Messages carry a cursor, and so many of each topic can be asked for again. */
  public StreamHabits replay(int messages) {
    replayCount = messages;
    replay = true;
    return this;
  }

  /** Messages carry a cursor, and can be asked for again for so long. */
  public StreamHabits replay(Duration retention) {
    replayTime = retention;
    replayCount = Integer.MAX_VALUE;
    replay = true;
    return this;
  }

  /** Messages carry a cursor; so many of each topic can be asked for again for so long. */
  public StreamHabits replay(int messages, Duration retention) {
    return replay(retention).replay(messages);
  }

  /** What was not received is gone, as it is unless said otherwise. */
  public StreamHabits withoutReplay() {
    replay = false;
    replayTime = null;
    return this;
  }

  /** How often a connection gets a heartbeat; 30 s unless said otherwise. */
  public StreamHabits heartbeat(Duration interval) {
    heartbeat = interval;
    return this;
  }

  /** No heartbeats. */
  public StreamHabits withoutHeartbeat() {
    return heartbeat(Duration.ZERO);
  }

  /**
   * A connection can be given a new token, and is asked for one so long before the old one ends.
   */
  public StreamHabits inBandRenewal(Duration lead) {
    challengeLead = lead;
    return this;
  }

  /** A connection lives with the token it was opened with, as it does unless said otherwise. */
  public StreamHabits withoutInBandRenewal() {
    challengeLead = null;
    return this;
  }

  /** How long a client whose first message is its token may take to send it. */
  public StreamHabits authenticateWithin(Duration patience) {
    authenticateWithin = patience;
    return this;
  }

  /** A connection whose token ends is closed with this code; 1001 unless said otherwise. */
  public StreamHabits closeAtTokenEnd(int code) {
    tokenEnd = TokenEnd.CLOSE;
    tokenEndCode = code;
    return this;
  }

  /** A connection whose token is ended early is closed with this code; 1008 otherwise. */
  public StreamHabits closeAtRevocation(int code) {
    revocationCode = code;
    return this;
  }

  /** A connection whose token ends gets heartbeats and pongs only. */
  public StreamHabits silenceAtTokenEnd() {
    tokenEnd = TokenEnd.SILENT;
    return this;
  }

  /** A connection outlives its token. */
  public StreamHabits keepAtTokenEnd() {
    tokenEnd = TokenEnd.KEEP;
    return this;
  }

  /** How many connections one client may have at a time; more are refused with 429. */
  public StreamHabits connectionLimit(int most) {
    connectionLimit = most;
    return this;
  }

  /** How many topics one connection may subscribe to; more are rejected with code 400. */
  public StreamHabits topicLimit(int most) {
    topicLimit = most;
    return this;
  }

  /** How many messages may wait for one connection; one that has more is closed with 1008. */
  public StreamHabits backlog(int most) {
    backlog = most;
    return this;
  }

  /** How many handshakes are answered in a stretch of time; more are refused with 429. */
  public StreamHabits handshakeLimit(int most, Duration per) {
    handshakes = new Rate(most, per);
    return this;
  }

  /** What a client with too many connections is told to wait. */
  public StreamHabits retryAfter(Duration wait) {
    retryAfter = wait;
    return this;
  }

  /** Every connection needs a token with this scope. */
  public StreamHabits requireScope(String needed) {
    scope = needed;
    return this;
  }

  /** A topic needs a token with this scope. */
  public StreamHabits requireScope(String topic, String needed) {
    scopes.put(topic, needed);
    return this;
  }

  /** How long messages are on their way; each draws its own time between the two. */
  public StreamHabits latency(Duration least, Duration most) {
    latency = new Latency(least, most);
    return this;
  }

  /** A share of the messages of a connection, between 0 and 1, is overtaken by later ones. */
  public StreamHabits reorder(double share) {
    reordered = checked(share);
    return this;
  }

  /** A share of the messages of a connection, between 0 and 1, is sent to it twice. */
  public StreamHabits duplicates(double share) {
    duplicated = checked(share);
    return this;
  }

  private static double checked(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share + " is not between 0 and 1");
    }
    return share;
  }

  /** Where a client has to show its token. */
  public TokenIn tokenIn() {
    return tokenIn;
  }

  /** Which connections of one client get a message. */
  public FanOut fanOut() {
    return fanOut;
  }

  /** Whether messages carry an id. */
  public boolean hasIds() {
    return ids;
  }

  /** Whether messages carry a cursor. */
  public boolean replays() {
    return replay;
  }

  /** How many messages of a topic can be asked for again. */
  public int replayCount() {
    return replayCount;
  }

  /** How long messages can be asked for again, or null for ever. */
  public @Nullable Duration replayTime() {
    return replayTime;
  }

  /** How often a connection gets a heartbeat; zero for never. */
  public Duration heartbeat() {
    return heartbeat;
  }

  /** How long before the end of a token another is asked for, or null when none is taken. */
  public @Nullable Duration challengeLead() {
    return challengeLead;
  }

  /** How long a client may take to send its token. */
  public Duration authenticateWithin() {
    return authenticateWithin;
  }

  /** What happens to a connection whose token ends. */
  public TokenEnd tokenEnd() {
    return tokenEnd;
  }

  /** The code a connection is closed with when its token ends. */
  public int tokenEndCode() {
    return tokenEndCode;
  }

  /** The code a connection is closed with when its token is ended early. */
  public int revocationCode() {
    return revocationCode;
  }

  /** How many connections one client may have. */
  public int connectionLimit() {
    return connectionLimit;
  }

  /** How many topics one connection may subscribe to. */
  public int topicLimit() {
    return topicLimit;
  }

  /** How many messages may wait for one connection. */
  public int backlog() {
    return backlog;
  }

  /** How many handshakes are answered. */
  public Rate handshakes() {
    return handshakes;
  }

  /** What a client with too many connections is told to wait. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The scope every connection needs, or null. */
  public @Nullable String scope() {
    return scope;
  }

  /** The scopes topics need, by topic. */
  public Map<String, String> scopes() {
    return new HashMap<>(scopes);
  }

  /** How long messages are on their way. */
  public Latency latency() {
    return latency;
  }

  /** The share of messages that is overtaken. */
  public double reordered() {
    return reordered;
  }

  /** The share of messages that is sent twice. */
  public double duplicated() {
    return duplicated;
  }

  /** Where a client shows its token. */
  public enum TokenIn {
    /** {@code Authorization: Bearer} of the handshake. */
    HEADER,
    /** {@code access_token} in the query of the handshake. */
    QUERY,
    /** A message before any other. */
    FIRST_MESSAGE,
    /** Nowhere: whoever comes may listen. */
    NONE
  }

  /** Which connections of one client get a message that they all listen to. */
  public enum FanOut {
    /** All of them. */
    BROADCAST,
    /** One of them, in turn, also if it has gone bad. */
    ANY_ONE,
    /** The newest; where it opens the others are closed with 4409. */
    EXCLUSIVE_LAST_WINS,
    /** The oldest; while it is there others are refused with 409. */
    EXCLUSIVE_FIRST_WINS
  }

  /** What happens to a connection whose token ends. */
  public enum TokenEnd {
    /** It is closed. */
    CLOSE,
    /** It gets heartbeats and pongs only. */
    SILENT,
    /** Nothing. */
    KEEP
  }

  /**
   * So many in a stretch of time.
   *
   * @param most how many
   * @param per the stretch
   */
  public record Rate(int most, Duration per) {}

  /**
   * How long something is on its way.
   *
   * @param least the shortest time
   * @param most the longest time
   */
  public record Latency(Duration least, Duration most) {
    /** A range that is not upside down. */
    public Latency {
      if (least.isNegative() || most.compareTo(least) < 0) {
        throw new IllegalArgumentException("latency from " + least + " to " + most);
      }
    }
  }
}
