package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.socket.Frame;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamHabits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides about subscriptions of the generic protocol. A subscription, its answer and its replay
 * are one step, behind which new messages follow: none is missing and none comes twice.
 */
final class Subscribing {
  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");
  private static final int MALFORMED = 400;
  private static final int FORBIDDEN = 403;

  private final Line line;
  private final LiveFeed feed;
  private final StreamHabits habits;

  Subscribing(Line line) {
    this.line = line;
    this.feed = line.feed();
    this.habits = feed.habits();
  }

  /** Answers for each topic in turn; {@code after} holds cursors by topic. */
  void subscribe(List<String> topics, JsonNode after) {
    for (String topic : topics) {
      String cursor = after.path(topic).asString("");
      feed.atomically(() -> subscribe(topic, cursor));
    }
  }

  private void subscribe(String topic, String cursor) {
    String missing = missing(topic);
    if (missing != null) {
      line.answer(Words.rejected(topic, FORBIDDEN, "missing scope " + missing));
      return;
    }
    Set<String> held = line.topics();
    if (!held.contains(topic) && held.size() >= habits.topicLimit()) {
      line.answer(Words.rejected(topic, MALFORMED, "too many topics"));
      return;
    }
    if (habits.replays()) {
      replay(topic, cursor);
      return;
    }
    line.answer(Words.subscribed(topic));
    add(topic);
  }

  private void replay(String topic, String cursor) {
    long earliest = feed.history().earliest(topic, habits, feed.timeline().instant());
    long newest = feed.newest();
    long from = from(cursor, earliest, newest);
    if (from < 0) {
      line.answer(Words.rejected(topic, MALFORMED, "a cursor is a decimal number"));
      return;
    }
    // A number that was never given out belongs to a stream that began anew.
    if (from < earliest || from > newest) {
      line.answer(Words.cursorExpired(topic, earliest));
      return;
    }
    line.answer(Words.subscribed(topic, newest));
    add(topic);
    for (Published message : feed.history().after(topic, from)) {
      line.message(Frame.text(JsonDialect.replayed(message, habits)));
    }
  }

  private static long from(String cursor, long earliest, long newest) {
    return switch (cursor) {
      case "", "latest" -> newest;
      case "earliest" -> earliest;
      default -> CURSOR.matcher(cursor).matches() ? Long.parseLong(cursor) : -1;
    };
  }

  private void add(String topic) {
    line.subscriptions().add(Map.of(topic, List.of(topic)));
  }

  private @Nullable String missing(String topic) {
    String needed = habits.scopes().get(topic);
    Pass pass = line.pass();
    boolean had = needed == null || (pass != null && pass.scopes().contains(needed));
    return had ? null : needed;
  }
}
