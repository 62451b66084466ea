package dev.keybearer.genesys.channel;

import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An API of channels without a network, some of which are strangers'. */
final class FakeChannels implements Exchange {
  final AtomicInteger made = new AtomicInteger();
  final AtomicInteger cleared = new AtomicInteger();
  final AtomicInteger refusals = new AtomicInteger();
  private final int strangers;
  private final CountDownLatch counting;

  /**
   * An API where so many channels are strangers'.
   *
   * @param atOnce whoever counts waits a moment for so many who do at the same time
   */
  FakeChannels(int strangers, int atOnce) {
    this.strangers = strangers;
    this.counting = new CountDownLatch(atOnce);
  }

  @Override
  public Answer send(Ask ask, Duration limit) {
    return switch (ask.method()) {
      case "GET" -> count();
      case "POST" -> make(made.incrementAndGet());
      case "PUT" ->
          refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0
              ? answer(503, "{}")
              : answer(200, "{\"entities\":[{\"id\":\"t\",\"state\":\"Permanent\"}]}");
      default -> {
        cleared.incrementAndGet();
        yield answer(200, "{}");
      }
    };
  }

  private Answer count() {
    int used = strangers + made.get();
    counting.countDown();
    try {
      var unused = counting.await(200, TimeUnit.MILLISECONDS); // alone where they take turns
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer(
        200,
        IntStream.range(0, used)
            .mapToObj(n -> "{\"id\":\"" + n + "\"}")
            .collect(Collectors.joining(",", "{\"entities\":[", "]}")));
  }

  private static Answer make(int number) {
    return answer(
        200,
        "{\"id\":\"c"
            + number
            + "\",\"connectUri\":\"wss://stream.example.test/c"
            + number
            + "\"}");
  }

  private static Answer answer(int status, String body) {
    return new Answer(
        status,
        HttpHeaders.of(Map.of(), (name, value) -> true),
        body.getBytes(StandardCharsets.UTF_8),
        0,
        0);
  }
}
