package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Jvm;
import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.FilePositions;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.renewal.TokenSources;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process that follows a stream with a durable position and writes down each message that it
 * acknowledges, a line for each: {@code topic n flagged}.
 */
public final class KilledFollower implements AutoCloseable {
  private static final String NAME = "events";
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader said;

  private KilledFollower(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** What runs in it, until it is killed or its input ends. */
  public static void main(Path folder, URI feed, URI issuer)
      throws IOException, InterruptedException {
    try (FileChannel book = open(folder.resolve("book"));
        TokenSources sources = TokenSources.open();
        Streams streams = Streams.open()) {
      StreamPlan plan =
          StreamPlan.of(
                  NAME,
                  FixedEndpoint.of(feed, TokenPlace.HEADER),
                  JsonDialect.PLAIN,
                  sources.of(Fleet.of(Fleet.issuer(issuer), 1)[0]))
              .withTopics(StreamScene.TOPICS.stream().map(Topic::event).toList())
              .withProfile(Profile.CAUTIOUS.withEventIds(true).withReplays(true))
              .withPositions(FilePositions.in(folder), AfterExpiry.FAIL);
      streams.open(plan, new Writer(book)).awaitLive(Duration.ofSeconds(PATIENCE_SECONDS));
      System.out.println("live");
      while (System.in.read() >= 0) {
        // nothing is said to it
      }
    }
  }

  /** What was torn by a kill was not acknowledged. */
  private static FileChannel open(Path file) throws IOException {
    FileChannel book =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    book.truncate(Files.readString(file).lastIndexOf('\n') + 1L);
    book.position(book.size());
    return book;
  }

  /** Starts one. */
  static KilledFollower start(Path folder, URI feed, URI issuer) throws IOException {
    return new KilledFollower(
        Jvm.of(
                List.of("follow", folder.toString(), feed.toString(), issuer.toString()),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The whole lines that it and those before it have written down. */
  static List<Line> book(Path folder) throws IOException {
    String text = Files.readString(folder.resolve("book"));
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Line::parse).toList();
  }

  /** Whether its position rests there, and so what comes from now on is its own. */
  static boolean hasPosition(Path folder) {
    return FilePositions.in(folder).read(NAME).cursors().keySet().containsAll(StreamScene.TOPICS);
  }

  /** Waits until it listens. */
  void awaitLive() throws IOException {
    if (said.readLine() == null) {
      throw new IOException("the follower ended by itself");
    }
  }

  /** Kills it after some time. */
  void kill(Duration after) throws IOException, InterruptedException {
    if (process.waitFor(after.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("the follower ended by itself");
    }
    end(process.destroyForcibly());
  }

  /** Lets it end by itself. */
  void leave() throws IOException, InterruptedException {
    process.getOutputStream().close();
    end(process);
  }

  private static void end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the follower does not end");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** A message that was written down. */
  record Line(String topic, long number, boolean flagged) {
    private static Line parse(String text) {
      String[] parts = text.split(" ", 3);
      return new Line(parts[0], Long.parseLong(parts[1]), Boolean.parseBoolean(parts[2]));
    }
  }

  /** Writes a batch down, and returns when it would survive. */
  private record Writer(FileChannel book) implements Receiver {
    private static final int BATCH = 64;

    @Override
    public int batch() {
      return BATCH;
    }

    @Override
    public void receive(List<Delivery> deliveries) throws IOException {
      String text =
          deliveries.stream().map(each -> line((Message) each)).collect(Collectors.joining());
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        book.write(bytes);
      }
      book.force(false);
    }

    private static String line(Message message) {
      return message.topic()
          + " "
          + Account.number(message.body())
          + " "
          + message.possiblyDuplicate()
          + "\n";
    }
  }
}
