package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Heap;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.Stream;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;

/**
 * What runs in a JVM that does nothing but hold streams.
 *
 * <pre>
 *   open HOW COUNT    opens streams and waits until they listen
 *   close             closes them
 *   weigh             bytes that live on the heap, and threads
 *   count             messages that came
 * </pre>
 */
public final class StreamProcess {
  /** The only topic. */
  static final String TOPIC = "orders";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI feed;
  private final TokenSource tokens;
  private final Streams streams =
      Streams.open(Streams.Options.STANDARD.withHandshakes(1_000, Duration.ofMillis(1)));
  private final List<Stream> open = new ArrayList<>();
  private final AtomicLong messages = new AtomicLong();
  private int opened;

  private StreamProcess(URI feed, TokenSource tokens) {
    this.feed = feed;
    this.tokens = tokens;
  }

  /** Streams of this feed, with tokens of this issuer. */
  public static void main(URI feed, URI issuer) throws IOException {
    try (TokenSources sources = TokenSources.open()) {
      TokenSource tokens = sources.of(Fleet.of(Fleet.issuer(issuer), 1)[0]);
      StreamProcess process = new StreamProcess(feed, tokens);
      Child.serve("ready", process::answer);
    }
  }

  private String answer(String line) {
    String[] words = line.split(" ", 3);
    try {
      switch (words[0]) {
        case "open" -> open(Receiving.valueOf(words[1]), Integer.parseInt(words[2]));
        case "close" -> close();
        case "weigh" -> {
          return Heap.now().sum() + " " + ManagementFactory.getThreadMXBean().getThreadCount();
        }
        case "count" -> {
          return String.valueOf(messages.get());
        }
        default -> throw new IllegalArgumentException(line);
      }
      return "done";
    } catch (IOException | JMException e) {
      throw new IllegalStateException(line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(line, e);
    }
  }

  private void open(Receiving how, int count) throws IOException, InterruptedException {
    String token = tokens.get().value();
    switch (how) {
      case OCTETS -> FrameCounter.open(feed, token, messages);
      case JDK -> BareListener.open(feed, token, messages);
      case NAMED -> open(count, 1, true);
      case UNNAMED -> open(count, 1, false);
      case TWICE -> open(count, 2, true);
    }
  }

  private void open(int count, int redundancy, boolean ids) throws InterruptedException {
    for (int number = 0; number < count; number++) {
      StreamPlan plan =
          StreamPlan.of(
                  "stream-" + opened++,
                  FixedEndpoint.of(feed, TokenPlace.HEADER),
                  JsonDialect.PLAIN,
                  tokens)
              .withTopics(List.of(Topic.event(TOPIC)))
              .withProfile(Profile.CAUTIOUS.withEventIds(ids))
              .withRedundancy(redundancy);
      open.add(streams.open(plan, Receiver.each(delivery -> messages.incrementAndGet())));
    }
    for (Stream stream : open) {
      if (!stream.awaitLive(PATIENCE)) {
        throw new IllegalStateException(stream + " does not listen");
      }
    }
  }

  private void close() {
    open.forEach(Stream::close);
    open.clear();
  }
}
