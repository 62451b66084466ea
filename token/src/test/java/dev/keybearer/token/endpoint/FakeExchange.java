package dev.keybearer.token.endpoint;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.NoAnswer;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An exchange that answers as the test says, in order; the last answer is given for ever. */
final class FakeExchange implements Exchange {
  private final FakeTime time;
  private final Queue<Reaction> reactions = new ConcurrentLinkedQueue<>();
  private final List<Ask> asked = new CopyOnWriteArrayList<>();

  FakeExchange(FakeTime time) {
    this.time = time;
  }

  /** The next answer. */
  FakeExchange then(int status, Map<String, String> headers, String body) {
    return then((ask, now) -> answer(status, headers, body, now));
  }

  /** The next is no answer at all. */
  FakeExchange thenNothing() {
    return then(
        (ask, now) -> {
          throw new NoAnswer(ask, NoAnswer.Fate.NOT_SENT, "no connection: refused");
        });
  }

  /** What happens next. */
  FakeExchange then(Reaction reaction) {
    reactions.add(reaction);
    return this;
  }

  List<Ask> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Answer send(Ask ask, Duration limit) throws NoAnswer {
    asked.add(ask);
    Reaction reaction = reactions.size() > 1 ? reactions.remove() : reactions.element();
    return reaction.to(ask, time.nanos());
  }

  /** An answer that took no time. */
  static Answer answer(int status, Map<String, String> headers, String body, long now) {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> values.put(name, List.of(value)));
    HttpHeaders read = HttpHeaders.of(values, (name, value) -> true);
    return new Answer(status, read, body.getBytes(StandardCharsets.UTF_8), now, now);
  }

  /** What becomes of one request. */
  interface Reaction {
    Answer to(Ask ask, long now) throws NoAnswer;
  }
}
