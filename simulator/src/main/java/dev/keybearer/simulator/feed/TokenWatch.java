package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.feed.Dialect.TokenFate;
import dev.keybearer.simulator.stream.Drop;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sees that the token of one connection nears its end, and that it has ended; each once. */
final class TokenWatch {
  private final LiveFeed feed;
  private final Line line;

  /** Only the timeline's thread looks. */
  private @Nullable Pass challenged;

  private @Nullable Pass ended;

  TokenWatch(LiveFeed feed, Line line) {
    this.feed = feed;
    this.line = line;
  }

  /** Looks at the token the connection lives by at this moment. */
  void look(Instant now) {
    Pass pass = line.pass();
    if (pass == null || pass.equals(ended)) {
      return;
    }
    if (!pass.isLive()) {
      ended = pass;
      end(now.isBefore(pass.ends()) ? TokenFate.REVOKED : TokenFate.EXPIRED);
      return;
    }
    Duration lead = feed.habits().challengeLead();
    boolean due = lead != null && !now.isBefore(pass.ends().minus(lead));
    if (due && !pass.equals(challenged)) {
      challenged = pass;
      challenge();
    }
  }

  private void challenge() {
    String challenge = feed.dialect().challenge();
    if (challenge != null) {
      line.answer(challenge);
    }
  }

  private void end(TokenFate fate) {
    feed.dialect().tokenEnded(line, fate);
    switch (feed.habits().tokenEnd()) {
      case CLOSE -> {
        if (fate == TokenFate.REVOKED) {
          line.close(feed.habits().revocationCode(), "token revoked");
        } else {
          line.close(feed.habits().tokenEndCode(), "token ended");
        }
      }
      case SILENT -> line.drop(Drop.ZOMBIE);
      case KEEP -> {
        // The connection outlives its token.
      }
    }
  }
}
