package dev.keybearer.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is peculiar to the notifications of Genesys Cloud, and what nobody outside knows for sure;
 * what every stream has is a habit of {@link SimulatedGenesys#notifications()}. Every quirk can be
 * changed at any time and holds from then on. Safe for use by many threads.
 */
public final class NotificationQuirks {
  private volatile int channelLimit = 20;
  private volatile int topicLimit = 1_000;
  private volatile int parallelCreations = 15;
  private volatile Duration creationTime = Duration.ofMillis(20);
  private volatile Duration channelLife = Duration.ofHours(24);
  private volatile int deadChannel = 404;
  private volatile int displaced = 1000;
  private volatile SecondSocket secondSocket = SecondSocket.DISPLACES;
  private volatile boolean rebinds;
  private final Map<String, String> rejected = new ConcurrentHashMap<>();

  NotificationQuirks() {}

  /** How many channels a client's user may have; one more costs the one last used longest ago. */
  public NotificationQuirks channelLimit(int most) {
    channelLimit = most;
    return this;
  }

  /** How many topics a channel may have; more are refused with 400. */
  public NotificationQuirks topicLimit(int most) {
    topicLimit = most;
    return this;
  }

  /** How many channels being created at one moment are too many: the last of them gets 429. */
  public NotificationQuirks parallelCreations(int tooMany) {
    parallelCreations = tooMany;
    return this;
  }

  /** How long it really takes to create a channel. */
  public NotificationQuirks creationTime(Duration time) {
    creationTime = time;
    return this;
  }

  /** How long a channel lives after each subscription. */
  public NotificationQuirks channelLife(Duration life) {
    channelLife = life;
    return this;
  }

  /** What the handshake on a dead channel is answered with. */
  public NotificationQuirks deadChannel(int status) {
    deadChannel = status;
    return this;
  }

  /** The code a socket is closed with that was displaced, or whose channel was evicted. */
  public NotificationQuirks displaced(int code) {
    displaced = code;
    return this;
  }

  /** What a second socket on a channel does. */
  public NotificationQuirks secondSocket(SecondSocket rule) {
    secondSocket = rule;
    return this;
  }

  /** Subscribing with a newer token of the same client lets the channel live by that token. */
  public NotificationQuirks rebinds() {
    rebinds = true;
    return this;
  }

  /** Rejects every topic with this prefix. */
  public NotificationQuirks reject(String topicPrefix, String reason) {
    rejected.put(topicPrefix, reason);
    return this;
  }

  int channelLimit() {
    return channelLimit;
  }

  int topicLimit() {
    return topicLimit;
  }

  int parallelCreations() {
    return parallelCreations;
  }

  Duration creationTime() {
    return creationTime;
  }

  Duration channelLife() {
    return channelLife;
  }

  int deadChannel() {
    return deadChannel;
  }

  int displaced() {
    return displaced;
  }

  SecondSocket secondSocket() {
    return secondSocket;
  }

  boolean hasRebinding() {
    return rebinds;
  }

  /** Why a topic is rejected, or null when it is not. */
  @Nullable String rejection(String topic) {
    for (Map.Entry<String, String> rule : rejected.entrySet()) {
      if (topic.startsWith(rule.getKey())) {
        return rule.getValue();
      }
    }
    return null;
  }

  /** What a second socket on a channel does. */
  public enum SecondSocket {
    /** The first is closed. */
    DISPLACES,
    /** Both get every event. */
    SHARES,
    /** The second is refused with 409. */
    REFUSED
  }
}
