package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.simulator.stream.StreamHabits.FanOut;
import dev.keybearer.simulator.stream.StreamHabits.TokenIn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides who may listen to a generic stream, by token, scope and number of connections. */
final class Admission {
  private static final int POLICY = 1008;
  private static final int DISPLACED = 4409;

  private final TokenDesk desk;
  private @Nullable LiveFeed feed;

  Admission(TokenDesk desk) {
    this.desk = desk;
  }

  /** The feed whose dialect asks here; told once, before anybody asks. */
  void serves(LiveFeed served) {
    feed = served;
  }

  private LiveFeed feed() {
    LiveFeed known = feed;
    if (known == null) {
      throw new IllegalStateException("nobody said which feed it is");
    }
    return known;
  }

  StreamHabits habits() {
    return feed().habits();
  }

  long newest() {
    return feed().newest();
  }

  /** What a token allows, or null when it does not count. */
  @Nullable Pass judge(String token) {
    return desk.judge(token);
  }

  /** The scope a token lacks for the stream as a whole, or null. */
  @Nullable String missing(Pass pass) {
    String needed = habits().scope();
    return needed == null || pass.scopes().contains(needed) ? null : needed;
  }

  /** What stands in the way of one more connection of a client. Called under the feed's lock. */
  Obstacle obstacle(String client, @Nullable Line except) {
    List<Line> places = feed().placesOf(client);
    places.remove(except);
    if (habits().fanOut() == FanOut.EXCLUSIVE_FIRST_WINS && !places.isEmpty()) {
      return Obstacle.TAKEN;
    }
    boolean full = places.size() >= habits().connectionLimit();
    boolean displaces = habits().fanOut() == FanOut.EXCLUSIVE_LAST_WINS;
    return full && !displaces ? Obstacle.FULL : Obstacle.NONE;
  }

  /** Makes way for a connection that has opened: those that opened before it go. */
  void opened(Line line) {
    boolean known = habits().tokenIn() != TokenIn.FIRST_MESSAGE;
    List<Line> open = feed().connections();
    int place = open.indexOf(line);
    if (known && place > 0) {
      displace(line, open.subList(0, place));
    }
  }

  private void displace(Line by, List<Line> others) {
    if (habits().fanOut() != FanOut.EXCLUSIVE_LAST_WINS) {
      return;
    }
    for (Line other : others) {
      if (other != by && other.client().equals(by.client())) {
        other.close(DISPLACED, "displaced by a newer connection");
      }
    }
  }

  /** A client shows a token in a message. */
  void authenticate(Line line, String token) {
    Pass shown = desk.judge(token);
    Pass held = line.pass();
    if (held != null) {
      renew(line, held, shown);
      return;
    }
    if (shown == null || habits().tokenIn() != TokenIn.FIRST_MESSAGE) {
      refuse(line, "unknown, expired or revoked", JsonDialect.UNAUTHENTICATED);
      return;
    }
    String missing = missing(shown);
    if (missing != null) {
      refuse(line, "missing scope " + missing, POLICY);
      return;
    }
    admit(line, shown);
  }

  private void admit(Line line, Pass shown) {
    List<Line> others = new ArrayList<>();
    Obstacle obstacle =
        feed()
            .decide(
                () -> {
                  Obstacle found = obstacle(shown.client(), line);
                  others.addAll(feed().placesOf(shown.client()));
                  if (found == Obstacle.NONE) {
                    line.renew(shown);
                  }
                  return found;
                });
    switch (obstacle) {
      case NONE -> {
        line.answer(Words.authenticated());
        displace(line, others);
      }
      case TAKEN -> refuse(line, "another connection is open", DISPLACED);
      case FULL -> refuse(line, "too many connections", POLICY);
    }
  }

  private void renew(Line line, Pass held, @Nullable Pass shown) {
    if (habits().challengeLead() == null) {
      line.answer(Words.unauthenticated("a connection keeps the token it has"));
    } else if (shown == null) {
      line.answer(Words.unauthenticated("unknown, expired or revoked"));
    } else if (!shown.client().equals(held.client())) {
      line.answer(Words.unauthenticated("of another client"));
    } else {
      line.renew(shown);
      line.answer(Words.authenticated());
    }
  }

  private static void refuse(Line line, String error, int code) {
    line.answer(Words.unauthenticated(error));
    line.close(code, error);
  }

  /** What stands in the way of a connection. */
  enum Obstacle {
    /** Nothing. */
    NONE,
    /** Another one, where there is room for one only. */
    TAKEN,
    /** As many as a client may have. */
    FULL
  }
}
