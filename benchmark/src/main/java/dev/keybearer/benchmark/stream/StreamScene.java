package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.Stream;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Credential;
import dev.keybearer.token.renewal.TokenSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A world whose time runs faster, with streams side by side, each of a feed and a credential of its
 * own: every second of each is lived as it would be outside.
 */
final class StreamScene implements AutoCloseable {
  static final List<String> TOPICS = List.of("orders", "parcels");

  /** What streams are allowed to come to life in, in their own time. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The longest any message is on its way, and a little more. */
  private static final Duration REST = Duration.ofSeconds(4);

  private final Terms terms;
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final List<Subject> subjects = new ArrayList<>();
  private final Map<String, List<StreamEvent>> events = new ConcurrentHashMap<>();
  private final WorldTime time;
  private final TokenSources sources;
  private final Streams streams;

  private StreamScene(Terms terms) {
    this.terms = terms;
    world.clock().scale(terms.scale);
    issuer.habits().tokenLife(terms.tokenLife);
    time = new WorldTime(world.clock());
    sources = TokenSources.open(TokenSources.Options.STANDARD.withTime(time));
    streams =
        Streams.open(
            Streams.Options.STANDARD
                .withTime(time)
                .withRecorder(this::note)
                .withHandshakes(1_000, Duration.ofMillis(1)));
  }

  /** Opens all streams, spread over the life of a token, and waits until they listen. */
  static StreamScene open(Terms terms) throws InterruptedException {
    StreamScene scene = new StreamScene(terms);
    Credential[] fleet = Fleet.of(Fleet.issuer(scene.issuer.tokenEndpoint()), terms.streams);
    for (int number = 0; number < terms.streams; number++) {
      scene.issuer.client(Fleet.client(number)).secret(Fleet.SECRET);
      scene.add("stream-" + number, fleet[number]);
      scene.time.pass(terms.spread().dividedBy(terms.streams));
    }
    if (!scene.time.isSo(PATIENCE, scene::isWhole)) {
      throw new IllegalStateException("not all streams listen after " + PATIENCE);
    }
    return scene;
  }

  private void add(String name, Credential credential) {
    SimulatedStream feed = world.stream(name, issuer);
    feed.habits().latency(Duration.ofMillis(5), Duration.ofMillis(250));
    terms.habits.accept(feed.habits());
    Account account = new Account(time);
    StreamPlan plan =
        StreamPlan.of(
                name,
                FixedEndpoint.of(feed.uri(), TokenPlace.HEADER),
                new Overheard(JsonDialect.PLAIN, account),
                sources.of(credential))
            .withTopics(TOPICS.stream().map(Topic::event).toList())
            .withProfile(terms.profile)
            .withRedundancy(terms.redundancy);
    List<StreamEvent> noted = Collections.synchronizedList(new ArrayList<>());
    events.put(name, noted);
    Stream stream = streams.open(plan, Receiver.each(account::take));
    subjects.add(new Subject(feed, stream, account, noted));
  }

  private void note(StreamEvent event) {
    List<StreamEvent> noted = events.get(event.stream());
    if (noted != null) {
      noted.add(event);
    }
  }

  private boolean isWhole() {
    return subjects.stream()
        .allMatch(subject -> subject.stream().report().connections() == terms.redundancy);
  }

  /** Its streams. */
  List<Subject> subjects() {
    return subjects;
  }

  /** The simulator writes each handshake down, and lives in this JVM. */
  void forgetHandshakes() {
    issuer.referee().clear();
    subjects.forEach(subject -> subject.feed().referee().clear());
  }

  /** Its time. */
  WorldTime time() {
    return time;
  }

  /** How many connections each stream is to have. */
  int redundancy() {
    return terms.redundancy;
  }

  /** Waits until everything that was published has had time to come, and was handed over. */
  void rest() {
    time.isSo(PATIENCE, this::isWhole);
    time.pass(REST);
    time.isSo(
        PATIENCE,
        () -> subjects.stream().allMatch(subject -> subject.stream().report().waiting() == 0));
  }

  @Override
  public void close() {
    streams.close();
    sources.close();
    world.close();
  }

  /**
   * What a scene is to be like.
   *
   * @param streams side by side
   * @param scale how many times as fast as outside time runs
   * @param redundancy of each stream
   * @param profile that each stream is told
   * @param habits in which the provider differs from the usual
   */
  record Terms(
      int streams,
      double scale,
      Duration tokenLife,
      int redundancy,
      Profile profile,
      Consumer<StreamHabits> habits) {
    private static final Duration LONGEST_SPREAD = Duration.ofSeconds(20);

    /** Over how long streams are opened, so that their tokens do not end at once. */
    private Duration spread() {
      Duration half = tokenLife.dividedBy(2);
      return half.compareTo(LONGEST_SPREAD) < 0 ? half : LONGEST_SPREAD;
    }
  }
}
