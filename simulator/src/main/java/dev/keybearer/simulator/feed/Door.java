package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.socket.Handshake;
import dev.keybearer.simulator.stream.StreamHabits.TokenIn;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where the clients of a generic stream knock. Safe for use by many threads. */
public final class Door {
  private static final String BEARER = "Bearer ";

  private final LiveFeed feed;
  private final Admission admission;
  private final Handshakes handshakes = new Handshakes();

  private Door(LiveFeed feed, Admission admission) {
    this.feed = feed;
    this.admission = admission;
  }

  /** The door of a new stream, at which tokens are judged at a desk. */
  public static Door of(Timeline timeline, Executor threads, TokenDesk desk) {
    Admission admission = new Admission(desk);
    LiveFeed feed = new LiveFeed(timeline, threads, new JsonDialect(admission));
    admission.serves(feed);
    return new Door(feed, admission);
  }

  /** What is behind it. */
  public LiveFeed feed() {
    return feed;
  }

  /** The answer to a handshake. */
  public Answer answer(Ask ask) {
    Answer malformed = Handshake.refusal(ask);
    if (malformed != null) {
      return malformed;
    }
    Duration wait = handshakes.count(feed.habits().handshakes(), feed.timeline().instant());
    if (!wait.isZero()) {
      return tooMany(wait);
    }
    TokenIn place = feed.habits().tokenIn();
    if (place == TokenIn.NONE || place == TokenIn.FIRST_MESSAGE) {
      return admit(ask, Line.Visitor.stranger());
    }
    String token = place == TokenIn.HEADER ? bearer(ask) : ask.queryForm().get("access_token");
    if (token == null) {
      return refusal(401, "Bearer");
    }
    Pass pass = admission.judge(token);
    if (pass == null) {
      return refusal(401, "Bearer error=\"invalid_token\"");
    }
    String missing = admission.missing(pass);
    if (missing != null) {
      return refusal(403, "Bearer error=\"insufficient_scope\", scope=\"" + missing + "\"");
    }
    return admit(ask, Line.Visitor.of(pass));
  }

  private static @Nullable String bearer(Ask ask) {
    String header = ask.fields().first("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  private static Answer refusal(int status, String challenge) {
    return Answer.of(status).with("WWW-Authenticate", challenge);
  }

  private Answer admit(Ask ask, Line.Visitor visitor) {
    // Whose connection it is shows only later where the token is the first message.
    boolean counted = feed.habits().tokenIn() != TokenIn.FIRST_MESSAGE;
    return feed.decide(
        () -> {
          Admission.Obstacle obstacle =
              counted ? admission.obstacle(visitor.client(), null) : Admission.Obstacle.NONE;
          return switch (obstacle) {
            case NONE -> Handshake.accept(ask, feed.reserve(visitor));
            case TAKEN -> Answer.of(409, "text/plain", "another connection is open");
            case FULL -> tooMany(feed.habits().retryAfter());
          };
        });
  }

  private static Answer tooMany(Duration wait) {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    return Answer.of(429).with("Retry-After", Long.toString(seconds));
  }
}
