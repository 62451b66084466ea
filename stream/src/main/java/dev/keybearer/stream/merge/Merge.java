package dev.keybearer.stream.merge;

import dev.keybearer.stream.provider.Hearing.Heard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one order of what several connections hear, each message once. Confined to one thread.
 *
 * <p>One connection <i>leads</i>: what it hears is delivered at once. What the others hear is held
 * until the leader hears it too, and then forgotten; so the order within a topic is the leader's,
 * and a connection that is ahead of it changes nothing. What the leader does not hear within the
 * skew is delivered all the same, and so is everything held when the leader leaves.
 *
 * <p>Without names of messages, copies are matched by content as a multiset: a message that was
 * delivered takes one copy from each <i>other</i> connection that listened then, within the skew. A
 * repeat over the same connection is a message of its own, always. With names, a name that was seen
 * is not delivered again, whichever way it comes.
 *
 * <p>What comes later than the skew over another connection may be a late copy or a true repeat; it
 * is delivered, as doubtful.
 */
public final class Merge {
  /** Names remembered: hours of most streams, and some megabytes. */
  private static final int NAMES = 100_000;

  /** Held for a leader at most; the oldest then goes out, since a leader so late is none. */
  private static final int HELD_AT_MOST = 10_000;

  /** Copies later than this many skews are taken for repeats without a doubt. */
  private static final int DOUBT = 10;

  /** Copies later than this many usual skews will not come. */
  private static final int LATE = 4;

  private final long skewNanos;
  private final boolean named;
  private final Out out;
  private final Skew observed = new Skew();
  private final Map<Long, Member> members = new LinkedHashMap<>();
  private final Map<String, ArrayDeque<Delivered>> delivered = new HashMap<>();
  private final ArrayDeque<Delivered> byAge = new ArrayDeque<>();
  private final ArrayDeque<Delivered> suspects = new ArrayDeque<>();
  private final Map<String, Delivered> suspected = new HashMap<>();
  private final Set<String> names = LatestNames.atMost(NAMES);
  private @Nullable Member leader;

  /**
   * A merge of no connections yet.
   *
   * @param skewNanos by how much one connection may be behind another
   * @param named whether messages have names that no two share
   */
  public Merge(long skewNanos, boolean named, Out out) {
    this.skewNanos = skewNanos;
    this.named = named;
    this.out = out;
  }

  /**
   * A connection is about to ask for its topics, or to be opened where they are asked for before
   * that; what it hears is held until it is proved. The first time counts.
   */
  public void join(long connection, long now) {
    join(connection, Set.of(), now);
  }

  /** The same, where others may listen to other topics: it need not hear of those. */
  public void join(long connection, Set<String> topics, long now) {
    if (!members.containsKey(connection)) {
      members.put(connection, new Member(connection, known(topics), now));
    }
  }

  /** The very set of a member where it is equal: they are compared at each message. */
  private Set<String> known(Set<String> topics) {
    for (Member member : members.values()) {
      if (member.topics.equals(topics)) {
        return member.topics;
      }
    }
    return topics;
  }

  /** A connection listens to everything; it leads if nobody else does. */
  public void prove(long connection, long now) {
    Member member = members.get(connection);
    if (member == null) {
      return;
    }
    member.provedAt = now;
    member.proved = true;
    if (leader == null) {
      lead(member, now);
    }
  }

  /** A connection heard a message. */
  public void arrive(long connection, Heard message, long now) {
    Member member = members.get(connection);
    if (member == null) {
      return;
    }
    if (!named
        && member == leader
        && members.size() == 1
        && byAge.isEmpty()
        && suspects.isEmpty()) {
      out.deliver(message, false);
      return;
    }
    String key = key(message);
    if (isKnown(member, key, now)) {
      return;
    }
    if (member == leader) {
      deliver(member, message, key, now);
      forgetHeld(member, key, now);
      return;
    }
    member.hold(new Member.Held(message, key, now));
    if (member.held.size() > HELD_AT_MOST) {
      release(member, now);
    }
  }

  /** A connection is left or lost; nothing that it heard is. */
  public void leave(long connection, long now) {
    Member member = members.remove(connection);
    if (member == null) {
      return;
    }
    if (member == leader) {
      leader = null;
      for (Member other : members.values()) {
        if (other.proved) {
          lead(other, now);
          break;
        }
      }
    }
    if (leader == null || member.proved) {
      releaseAll(member, now);
    }
  }

  /** Delivers what was held long enough, and forgets what is old enough. */
  public void tick(long now) {
    for (Member member : new ArrayList<>(members.values())) {
      while (member.proved && member != leader && !member.held.isEmpty() && due(member) <= now) {
        release(member, now);
      }
    }
    while (!byAge.isEmpty() && byAge.getFirst().at + skewNanos <= now) {
      age(byAge.removeFirst());
    }
    while (!suspects.isEmpty() && suspects.getFirst().at + DOUBT * skewNanos <= now) {
      Delivered old = suspects.removeFirst();
      suspected.remove(old.key, old);
    }
  }

  /** When {@link #tick} has something to do, {@link Long#MAX_VALUE} for never. */
  public long due() {
    long due = byAge.isEmpty() ? Long.MAX_VALUE : byAge.getFirst().at + skewNanos;
    if (!suspects.isEmpty()) {
      due = Math.min(due, suspects.getFirst().at + DOUBT * skewNanos);
    }
    for (Member member : members.values()) {
      if (member.proved && member != leader && !member.held.isEmpty()) {
        due = Math.min(due, due(member));
      }
    }
    return due;
  }

  /** How many messages in a row this connection did not hear and another did. */
  public int missedBy(long connection) {
    Member member = members.get(connection);
    return member == null ? 0 : member.missed;
  }

  /**
   * The same, with those that are younger than the skew and yet later than copies usually are: for
   * the moment at which a connection is judged for good.
   */
  public int missedBy(long connection, long now) {
    Member member = members.get(connection);
    if (member == null) {
      return 0;
    }
    long usual = Math.max(LATE * observed.p99(), skewNanos / LATE);
    long until = now - Math.min(usual, skewNanos);
    int missed = member.missed;
    for (Delivered copy : byAge) {
      if (copy.heardBy.contains(connection)) {
        missed = 0;
      } else if (copy.at <= until && member.shouldHaveHeard(copy, 0)) {
        missed++;
      }
    }
    return member == leader ? missed + heldSince(until, member) : missed;
  }

  /** How many messages others brought until then and the one that leads should have. */
  private int heldSince(long until, Member leading) {
    int count = 0;
    for (Member member : members.values()) {
      for (Member.Held held : member.held) {
        boolean both = leading.listensTo(held.message().topic(), member.topics);
        count += both && held.at() <= until ? 1 : 0;
      }
    }
    return count;
  }

  /** How many characters of what this connection heard wait for the one that leads. */
  public long heldBy(long connection) {
    Member member = members.get(connection);
    return member == null ? 0 : member.length;
  }

  /** By how much one connection was behind another lately, in 99 of 100 messages. */
  public long observedSkew() {
    return observed.p99();
  }

  private void lead(Member member, long now) {
    leader = member;
    releaseAll(member, now);
  }

  private void releaseAll(Member member, long now) {
    while (!member.held.isEmpty()) {
      release(member, now);
    }
  }

  /** Delivers the oldest that a connection heard and the leader did not. */
  private void release(Member member, long now) {
    Member.Held oldest = member.takeOldest();
    if (!isKnown(member, oldest.key(), now)) {
      deliver(member, oldest.message(), oldest.key(), now);
      forgetHeld(member, oldest.key(), now);
    }
  }

  private void deliver(Member member, Heard message, String key, long now) {
    Delivered suspect = suspected.get(key);
    boolean doubtful = suspect != null && !suspect.heardBy.contains(member.connection);
    if (named && name(message) != null) {
      names.add(key);
    }
    if (members.size() > 1 || !members.containsKey(member.connection)) {
      Delivered copy = new Delivered(key, message.topic(), now, member);
      delivered.computeIfAbsent(key, k -> new ArrayDeque<>(2)).add(copy);
      byAge.add(copy);
    }
    out.deliver(message, doubtful);
  }

  /**
   * Whether another connection's copy was delivered, or this very name; a copy is used up by it.
   */
  private boolean isKnown(Member member, String key, long now) {
    ArrayDeque<Delivered> copies = delivered.get(key);
    if (copies != null) {
      for (Delivered copy : copies) {
        if (copy.at >= member.joinedAt && copy.heardBy.add(member.connection)) {
          observed.sample(now - copy.at);
          member.missed = 0;
          return true;
        }
      }
    }
    return names.contains(key);
  }

  /** The others need not hold what has been delivered just now. */
  private void forgetHeld(Member by, String key, long now) {
    ArrayDeque<Delivered> copies = delivered.get(key);
    if (copies == null) {
      return;
    }
    Delivered copy = copies.getLast();
    for (Member other : members.values()) {
      if (other != by) {
        Member.Held held = other.take(key);
        if (held != null) {
          copy.heardBy.add(other.connection);
          observed.sample(now - held.at());
          other.missed = 0;
        }
      }
    }
  }

  private void age(Delivered old) {
    ArrayDeque<Delivered> copies = delivered.get(old.key);
    if (copies != null) {
      copies.remove(old);
      if (copies.isEmpty()) {
        delivered.remove(old.key);
      }
    }
    boolean missing = false;
    for (Member member : members.values()) {
      if (old.heardBy.contains(member.connection)) {
        member.missed = 0;
      } else {
        missing = true;
        boolean compared = members.size() > 1 && member.shouldHaveHeard(old, skewNanos);
        member.missed += compared ? 1 : 0;
      }
    }
    if (missing && !named) {
      suspects.add(old);
      suspected.put(old.key, old);
    }
  }

  private long due(Member member) {
    return Math.max(member.held.getFirst().at(), member.provedAt) + skewNanos;
  }

  private String key(Heard message) {
    String name = named ? name(message) : null;
    return message.topic()
        + (name != null ? "\nname " + name : "\nbody " + Canonical.of(message.body()));
  }

  private static @Nullable String name(Heard message) {
    return message.id() != null ? message.id() : message.cursor();
  }

  /** Where messages go. */
  public interface Out {
    /** Takes the next message; doubtful when it may have been delivered before. */
    void deliver(Heard message, boolean doubtful);
  }
}
