package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Line;
import dev.keybearer.simulator.feed.LiveFeed;
import dev.keybearer.simulator.register.AccessToken;
import dev.keybearer.simulator.stream.StreamHabits.TokenEnd;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The notification channels there are. Safe for use by many threads. */
final class GenesysChannels {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 26;

  private final Authority authority;
  private final Issuance issuance;
  private final NotificationQuirks quirks;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong uses = new AtomicLong();

  /** Guarded by this, as the next one; nothing is said or closed meanwhile. */
  private final List<GenesysChannel> channels = new ArrayList<>();

  private final Deque<Long> creations = new ArrayDeque<>();
  private @Nullable LiveFeed feed;

  GenesysChannels(Authority authority, Issuance issuance, NotificationQuirks quirks) {
    this.authority = authority;
    this.issuance = issuance;
    this.quirks = quirks;
  }

  /** The feed whose sockets belong to the channels; told once, before any is created. */
  void serve(LiveFeed served) {
    feed = served;
  }

  private LiveFeed feed() {
    LiveFeed known = feed;
    if (known == null) {
      throw new IllegalStateException("nobody said which feed it is");
    }
    return known;
  }

  /** Whether one more channel can be created now: creating one takes its time. */
  synchronized boolean mayCreate() {
    long now = System.nanoTime();
    creations.removeIf(end -> end - now <= 0);
    if (creations.size() + 1 >= quirks.parallelCreations()) {
      return false;
    }
    creations.addLast(now + quirks.creationTime().toNanos());
    return true;
  }

  /** A new channel; where there are too many, one that was not used for longest goes. */
  GenesysChannel create(AccessToken token) {
    GenesysChannel channel = new GenesysChannel(id(), token, authority.now());
    touch(channel);
    extend(channel);
    GenesysChannel victim = enter(channel);
    if (victim != null) {
      evicted(victim);
    }
    expireLater(channel, quirks.channelLife());
    return channel;
  }

  private String id() {
    StringBuilder id = new StringBuilder("streaming-").append(random.nextInt(10)).append('-');
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  private synchronized @Nullable GenesysChannel enter(GenesysChannel channel) {
    List<GenesysChannel> others = of(channel.token());
    GenesysChannel victim = null;
    if (others.size() >= quirks.channelLimit()) {
      Comparator<GenesysChannel> order = Comparator.comparing(each -> each.line() != null);
      victim = others.stream().min(order.thenComparingLong(GenesysChannel::used)).orElseThrow();
      channels.remove(victim);
    }
    channels.add(channel);
    return victim;
  }

  private void evicted(GenesysChannel victim) {
    Line line = victim.line();
    if (line != null) {
      String what = "no_longer_subscribed";
      line.answer(GenesysEvents.system(victim, what, "another_channel_subscribed"));
      line.close(quirks.displaced(), "no longer subscribed");
    }
  }

  private void expireLater(GenesysChannel channel, Duration left) {
    feed()
        .timeline()
        .after(
            left,
            () -> {
              if (!holds(channel)) {
                return;
              }
              Instant now = authority.now();
              if (now.isBefore(channel.expires())) {
                expireLater(channel, Duration.between(now, channel.expires()));
                return;
              }
              remove(channel);
              Line line = channel.line();
              if (line != null) {
                line.close(feed().habits().tokenEndCode(), "channel expired");
              }
            });
  }

  private synchronized boolean holds(GenesysChannel channel) {
    return channels.contains(channel);
  }

  synchronized void remove(GenesysChannel channel) {
    channels.remove(channel);
  }

  /** Notes that a channel was used. */
  void touch(GenesysChannel channel) {
    channel.use(uses.incrementAndGet());
  }

  /** A channel lives on from now. */
  void extend(GenesysChannel channel) {
    channel.extend(authority.now().plus(quirks.channelLife()));
  }

  /** The living channels of a token's user and client, oldest first. */
  synchronized List<GenesysChannel> of(AccessToken token) {
    channels.removeIf(channel -> !isAlive(channel) && channel.line() == null);
    return channels.stream().filter(each -> isAlive(each) && each.isOf(token)).toList();
  }

  /** The living channels of a client, oldest first. */
  synchronized List<GenesysChannel> of(String client) {
    return channels.stream()
        .filter(each -> each.token().entitlement().client().equals(client) && isAlive(each))
        .toList();
  }

  /** The living channel with this id, or null. */
  synchronized @Nullable GenesysChannel find(String id) {
    return channels.stream()
        .filter(each -> each.id().equals(id) && isAlive(each))
        .findFirst()
        .orElse(null);
  }

  /** The channel a socket belongs to, living or not, or null when it was removed. */
  synchronized @Nullable GenesysChannel of(Line line) {
    return channels.stream()
        .filter(each -> each.topics() == line.subscriptions())
        .findFirst()
        .orElse(null);
  }

  boolean isAlive(GenesysChannel channel) {
    boolean outlives = feed().habits().tokenEnd() == TokenEnd.KEEP;
    return authority.now().isBefore(channel.expires())
        && (outlives || issuance.isLive(channel.token()));
  }
}
