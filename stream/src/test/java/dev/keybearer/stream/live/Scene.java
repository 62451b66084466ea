package dev.keybearer.stream.live;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.ReportedGap;
import dev.keybearer.simulator.stream.StreamConnection;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A simulated issuer and stream, a time that runs faster for both sides, and a stream under test.
 */
final class Scene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final List<String> TOPICS = List.of("orders", "parcels");

  private static final SecretSource SECRET = () -> Secret.of("s3cret");

  /** With ids; the machine's own hiccups run as fast as everything else, so the skew is wide. */
  static final Profile PROFILE =
      Profile.CAUTIOUS.withEventIds(true).withSkew(Duration.ofSeconds(3));

  final World world = World.open();
  final SimulatedIssuer issuer = world.issuer("corp");
  final SimulatedStream feed;
  final List<StreamEvent> events = new ArrayList<>();
  final List<Delivery> delivered = new ArrayList<>();
  final WorldTime time;
  final TokenSources sources;
  final Streams streams;
  private final double scale;

  /** Time runs so many times as fast as outside; tokens live 30 s of it. */
  static Scene at(double scale) {
    return new Scene(scale);
  }

  private Scene(double scale) {
    this.scale = scale;
    world.clock().scale(scale);
    issuer.client("svc").secret("s3cret");
    issuer.habits().tokenLife(Duration.ofSeconds(30));
    feed = world.stream("events", issuer);
    feed.habits().latency(Duration.ofMillis(5), Duration.ofMillis(250));
    time = new WorldTime(world.clock());
    sources = TokenSources.open(TokenSources.Options.STANDARD.withTime(time));
    streams =
        Streams.open(
            Streams.Options.STANDARD
                .withTime(time)
                .withRecorder(this::note)
                .withHandshakes(100, Duration.ofMillis(10)));
  }

  TokenSource tokens() {
    return tokens(SECRET);
  }

  /** Tokens of a client that has this for its secret, whether the issuer agrees or not. */
  TokenSource tokens(SecretSource secret) {
    Issuer asked =
        Issuer.oauth2(
            new Endpoints(
                issuer.tokenEndpoint(),
                issuer.authorizationEndpoint(),
                issuer.deviceAuthorizationEndpoint(),
                issuer.revocationEndpoint()));
    return sources.of(Credential.clientCredentials(asked, "svc", secret));
  }

  /** A plan with ids, to be changed. */
  StreamPlan plan() {
    return plan(tokens());
  }

  /** The same with other tokens. */
  StreamPlan plan(TokenSource tokens) {
    return StreamPlan.of(
            "events", FixedEndpoint.of(feed.uri(), TokenPlace.HEADER), JsonDialect.PLAIN, tokens)
        .withTopics(TOPICS.stream().map(Topic::event).toList())
        .withProfile(PROFILE);
  }

  Stream open(UnaryOperator<StreamPlan> changed) throws InterruptedException {
    return open(changed.apply(plan()), Receiver.each(this::take));
  }

  Stream open(StreamPlan plan, Receiver receiver) throws InterruptedException {
    Stream stream = streams.open(plan, receiver);
    if (!stream.awaitLive(PATIENCE)) {
      throw new AssertionError("the stream does not become live: " + events());
    }
    return stream;
  }

  void take(Delivery delivery) {
    synchronized (delivered) {
      delivered.add(delivery);
    }
  }

  private void note(StreamEvent event) {
    synchronized (events) {
      events.add(event);
    }
  }

  List<StreamEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  <T extends StreamEvent> List<T> events(Class<T> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Message> messages() {
    synchronized (delivered) {
      return delivered.stream().filter(Message.class::isInstance).map(Message.class::cast).toList();
    }
  }

  List<Gap> gaps() {
    synchronized (delivered) {
      return delivered.stream().filter(Gap.class::isInstance).map(Gap.class::cast).toList();
    }
  }

  Traffic traffic(double perSecond) {
    return traffic(perSecond, 0.05);
  }

  Traffic traffic(double perSecond, double repeatShare) {
    return feed.traffic(perSecond, TOPICS, repeatShare);
  }

  /** What became of everything published until now, once nothing more comes. */
  Judgement judgement() {
    pass(Duration.ofSeconds(3));
    return feed.ledger()
        .judge(
            messages().stream()
                .map(m -> new Received(m.topic(), m.body(), m.possiblyDuplicate()))
                .toList(),
            gaps().stream()
                .map(g -> new ReportedGap(g.from(), g.to(), Set.copyOf(g.topics())))
                .toList());
  }

  /** Lets time of the world pass. */
  void pass(Duration time) {
    long until = System.nanoTime() + (long) (time.toNanos() / scale);
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits in real time until something is so. */
  boolean isSo(Duration patience, BooleanSupplier done) {
    long until = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  int asked() {
    return issuer.referee().count(Endpoint.TOKEN);
  }

  StreamConnection connection(int index) {
    return feed.connections().get(index);
  }

  @Nullable String openTopics() {
    return feed.connections().stream()
        .map(each -> each.topics().stream().sorted().collect(Collectors.joining("+")))
        .collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    streams.close();
    sources.close();
    world.close();
  }
}
