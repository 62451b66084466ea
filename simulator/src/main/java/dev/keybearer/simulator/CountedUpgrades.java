package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.LiveFeed;
import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Handler;

/**
 * Tells a feed how handshakes were answered, faults included.
 *
 * @param prefix of the paths where there is a handshake
 * @param feed that counts
 * @param handler that answers
 */
record CountedUpgrades(String prefix, LiveFeed feed, Handler handler) implements Handler {
  @Override
  public Answer answer(Ask ask) {
    Answer answer = handler.answer(ask);
    if (ask.path().startsWith(prefix)) {
      feed.answered(answer.isSent() ? answer.status() : 0);
    }
    return answer;
  }
}
