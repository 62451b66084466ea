package dev.keybearer.stream.live;

import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Position;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.buffer.Handover;
import dev.keybearer.stream.merge.Merge;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Hearing.Heard;
import dev.keybearer.token.TimeSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From what connections hear to what the receiver gets: one order, each message once, and word of
 * what may be missing. Confined to the stream's mailbox.
 */
final class Intake implements Merge.Out {
  private final StreamPlan plan;
  private final TimeSource time;
  private final Handover handover;
  private final Counts counts;
  private final Merge merge;
  private final Coverage coverage;
  private final Map<String, String> reached; // the cursor behind which each topic is to go on
  private final Map<String, String> doubt =
      new HashMap<>(); // until this cursor, replays may be known
  private final Set<String> unplaced = new HashSet<>(); // listened to, and nobody has said where
  private final boolean inexact;

  Intake(StreamPlan plan, TimeSource time, Handover handover, Counts counts, Position start) {
    this.plan = plan;
    this.time = time;
    this.handover = handover;
    this.counts = counts;
    Profile profile = plan.profile();
    this.merge = new Merge(profile.skew().toNanos(), profile.eventIds() || profile.replays(), this);
    this.coverage = new Coverage(plan.name(), profile.skew());
    this.reached = new HashMap<>(start.cursors());
    this.inexact = !start.exact();
    if (!start.at().equals(Instant.EPOCH)) {
      coverage.goesOn(new Moment(time.nanos(), start.at()));
    }
  }

  /** A connection is about to ask for its topics. */
  void joined(Attempt attempt) {
    Set<String> topics = attempt.topics().stream().map(Topic::name).collect(Collectors.toSet());
    merge.join(attempt.generation(), topics, time.nanos());
  }

  /** Where each topic is to begin; what is not named begins now. */
  Map<String, String> after() {
    return plan.profile().replays() ? Map.copyOf(reached) : Map.of();
  }

  /** A topic is listened to, and this is its newest message. */
  void listens(String topic, @Nullable String newest) {
    String mine = reached.get(topic);
    if (!plan.profile().replays()) {
      return;
    }
    if (newest == null) {
      if (mine == null) {
        unplaced.add(topic);
      }
    } else if (mine == null) {
      begin(topic, newest); // a first start: what is there already is not asked for
    } else if (inexact && !newest.equals(mine) && counts.established.get() == 0) {
      doubt.put(topic, newest);
    }
  }

  private void begin(String topic, String cursor) {
    unplaced.remove(topic);
    reached.put(topic, cursor);
    handover.begin(topic, cursor);
  }

  /**
   * What is not kept any more is a gap, unless somebody else has listened; returns where to begin
   * instead, null for nowhere.
   */
  @Nullable String expired(String topic, boolean elsewhere) {
    AfterExpiry policy = plan.keeping().afterExpiry();
    if (policy == AfterExpiry.FAIL) {
      return null;
    }
    if (!elsewhere) {
      coverage.expired(Moment.now(time));
    }
    reached.remove(topic);
    return policy == AfterExpiry.EARLIEST ? "earliest" : "latest";
  }

  /**
   * Somebody listens to everything since then, nobody for longer; the gap before that, if there was
   * one.
   */
  @Nullable Gap regained(Moment listening, List<String> topics) {
    List<String> missing = topics;
    if (plan.profile().replays() && !coverage.isLost()) {
      missing = topics.stream().filter(unplaced::contains).toList();
      if (missing.isEmpty()) {
        coverage.replayed(listening);
        return null;
      }
    }
    Gap gap = coverage.regained(listening, Moment.now(time), missing);
    if (gap != null) {
      report(gap);
    }
    return gap;
  }

  /** A connection listens to everything. */
  void proved(long connection) {
    merge.prove(connection, time.nanos());
  }

  void heard(long connection, Heard message) {
    if (plan.profile().fanOut() == Profile.FanOut.ANY_ONE) {
      deliver(message, false);
    } else {
      merge.arrive(connection, message, time.nanos());
    }
  }

  /** Nothing is under way up to this position. */
  void idle(String cursor) {
    if (plan.profile().replays() && merge.due() == Long.MAX_VALUE) {
      doubt.clear();
      reached.replaceAll((topic, before) -> cursor);
      List.copyOf(unplaced).forEach(topic -> begin(topic, cursor));
      handover.mark(cursor);
    }
  }

  void left(long connection) {
    merge.leave(connection, time.nanos());
  }

  /** A connection ended that had listened from then, with this heard last. */
  void ended(Moment since, Moment heard, Gap.Cause cause, boolean overlapTried) {
    if (plan.profile().fanOut() == Profile.FanOut.ANY_ONE) { // its share is nobody else's
      coverage.lost(heard, Gap.Cause.SHARE_LOST, overlapTried);
    } else {
      coverage.ended(since, heard, cause, overlapTried);
    }
  }

  /** A connection was let go of that had listened from then, and had brought all until then. */
  void lasted(Moment since, Moment until) {
    coverage.lasted(since, until);
  }

  void tick(long now) {
    merge.tick(now);
  }

  long due() {
    return merge.due();
  }

  int missedBy(long connection) {
    return merge.missedBy(connection);
  }

  /** As it stands when the connection is judged for good. */
  int missedFinally(long connection) {
    return merge.missedBy(connection, time.nanos());
  }

  long observedSkew() {
    return merge.observedSkew();
  }

  @Override
  public void deliver(Heard heard, boolean doubtful) {
    String cursor = heard.cursor();
    Message.Origin origin = doubtful ? Message.Origin.DOUBTFUL : Message.Origin.LIVE;
    if (cursor != null) {
      reached.put(heard.topic(), cursor);
      unplaced.remove(heard.topic());
      String until = doubt.get(heard.topic());
      if (until != null) {
        origin = Message.Origin.REPLAYED;
        doubt.remove(heard.topic(), cursor);
      }
    }
    counts.messages.incrementAndGet();
    if (origin != Message.Origin.LIVE) {
      counts.flagged.incrementAndGet();
    }
    handover.add(
        new Message(
            plan.name(),
            heard.topic(),
            heard.id(),
            cursor,
            heard.body(),
            key(heard),
            time.wall(),
            origin));
  }

  private void report(Gap gap) {
    counts.gaps.incrementAndGet();
    handover.add(gap);
  }

  private static String key(Heard heard) {
    String id = heard.id();
    if (id != null) {
      return id;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(heard.topic().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      byte[] hash = digest.digest(heard.body().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 18));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
