package dev.keybearer.stream.live;

import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.FilePositions;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that follows a stream with a durable position and writes down each message that it
 * acknowledges, a line for each: {@code topic n flagged}.
 */
final class Follower implements AutoCloseable {
  private static final String NAME = "events";

  private final Process process;
  private final BufferedReader said;

  private Follower(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Token token =
        Token.of(
            "Bearer",
            arguments[2],
            new Fingerprint("of the test"),
            new Token.Terms(1, Instant.now().plus(Duration.ofHours(1)), Scopes.none()));
    TokenSource tokens = patience -> token;
    StreamPlan plan =
        StreamPlan.of(
                NAME,
                FixedEndpoint.of(URI.create(arguments[1]), TokenPlace.HEADER),
                JsonDialect.PLAIN,
                tokens)
            .withTopics(Scene.TOPICS.stream().map(Topic::event).toList())
            .withProfile(Profile.CAUTIOUS.withEventIds(true).withReplays(true))
            .withPositions(FilePositions.in(folder), AfterExpiry.FAIL);
    try (FileChannel book = open(folder.resolve("book"));
        Streams streams = Streams.open()) {
      streams.open(plan, new Writer(book)).awaitLive(Duration.ofMinutes(1));
      System.out.write("live\n".getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
      while (System.in.read() >= 0) {
        // the end of its input is the end of whoever started it
      }
    }
  }

  /** What was torn by a kill was not acknowledged. */
  private static FileChannel open(Path file) throws IOException {
    FileChannel book =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    String text = Files.readString(file);
    book.truncate(text.lastIndexOf('\n') + 1);
    book.position(book.size());
    return book;
  }

  static Follower start(Path folder, URI feed, String token) throws IOException {
    return new Follower(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                roots(),
                Follower.class.getName(),
                folder.toString(),
                feed.toString(),
                token)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Where the classes come from, on the class path and on the module path alike. */
  private static String roots() {
    return Stream.of(
            Follower.class,
            Streams.class,
            TokenSource.class,
            tools.jackson.core.JsonParser.class,
            dev.keybearer.simulator.World.class) // Scene names it
        .map(Follower::root)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String root(Class<?> type) {
    try {
      URI uri = type.getResource(type.getSimpleName() + ".class").toURI();
      if (uri.getScheme().equals("jar")) {
        String text = uri.getSchemeSpecificPart();
        return Path.of(URI.create(text.substring(0, text.indexOf('!')))).toString();
      }
      // One ".." for the file, one for each package.
      return Path.of(uri)
          .resolve("../".repeat(type.getName().split("\\.").length))
          .normalize()
          .toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The whole lines that it and those before it have written down. */
  static List<Line> book(Path folder) throws IOException {
    String text = Files.readString(folder.resolve("book"));
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Line::parse).toList();
  }

  /** Whether its position rests there, and so what comes from now on is its own. */
  static boolean hasPosition(Path folder) {
    return FilePositions.in(folder).read(NAME).cursors().keySet().containsAll(Scene.TOPICS);
  }

  /** Waits until it listens. */
  void awaitLive() throws IOException {
    if (said.readLine() == null) {
      throw new AssertionError("the follower ended by itself");
    }
  }

  /** Kills it after some time. */
  void kill(Duration after) throws InterruptedException {
    if (process.waitFor(after.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("the follower ended by itself");
    }
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the follower cannot be killed");
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
    @Override
    public int batch() {
      return 64;
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
      String body = message.body();
      String number = body.substring(body.indexOf("\"n\":") + 4, body.length() - 1);
      return message.topic() + " " + number + " " + message.possiblyDuplicate() + "\n";
    }
  }
}
