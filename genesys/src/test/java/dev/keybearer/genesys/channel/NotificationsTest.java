package dev.keybearer.genesys.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.genesys.GenesysCloud;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.ReportedGap;
import dev.keybearer.simulator.stream.Traffic;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.StreamReport;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.Stream;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * P1, P2, P9, P13 on Genesys Cloud's channels. Rotations are asked for, since its tokens live a
 * day; time runs as outside.
 */
@Tag("slow")
class NotificationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String PRESENCE = "v2.users.4a2c1e0d-0000-4000-8000-000000000001.presence";
  private static final String QUEUE =
      "v2.routing.queues.4a2c1e0d-0000-4000-8000-000000000002.conversations";

  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final TokenSources sources = TokenSources.open();
  private final List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final List<Delivery> delivered = Collections.synchronizedList(new ArrayList<>());
  private final List<ChannelWarning> warnings = Collections.synchronizedList(new ArrayList<>());
  private final Streams streams = Streams.open(Streams.Options.STANDARD.withRecorder(events::add));
  private @Nullable Credential credential;
  private final ChannelDesk desk = ChannelDesk.at(genesys.api(), warnings::add);

  @AfterEach
  void close() {
    streams.close();
    sources.close();
    world.close();
  }

  @Test
  void losesAndDoublesNothingWhileChannelsChange() throws Exception {
    Stream stream = open(topics());
    try (Traffic traffic = genesys.notifications().traffic(100, List.of(PRESENCE, QUEUE), 0.05)) {
      for (int rotation = 1; rotation <= 4; rotation++) {
        long wanted = rotation;
        stream.rotate();
        assertThat(isSo(() -> stream.report().rotations() == wanted)).as("%s", events).isTrue();
      }
      traffic.stop();
      Judgement judgement = judgement();
      assertThat(judgement.isFlawless()).as("%s %s", judgement, events).isTrue();
      assertThat(gaps()).isEmpty();
      assertThat(isSo(() -> subscribed() == 2)).as("channels left have no topics").isTrue();
    }
  }

  /** Two channels of a client both get each event; the socket that closes is left in time. */
  @Test
  void movesOnWhenTheSocketIsAboutToClose() throws Exception {
    Stream stream = open(topics());
    try (Traffic traffic = genesys.notifications().traffic(100, List.of(PRESENCE, QUEUE), 0.05)) {
      genesys.notifications().notice(Duration.ofSeconds(60));
      assertThat(isSo(() -> stream.report().rotations() == 1)).as("%s", events).isTrue();
      traffic.stop();
      assertThat(judgement().isFlawless()).isTrue();
      assertThat(stream.report().drops()).isZero();
    }
  }

  @Test
  void usesTheChannelAgainWhoseSocketWasLost() throws Exception {
    Stream stream = open(topics());
    List<String> before = genesys.channels("svc");
    genesys.notifications().drop(Drop.RST);
    assertThat(isSo(() -> stream.report().established() == 2)).as("%s", events).isTrue();
    assertThat(genesys.channels("svc")).isEqualTo(before);
  }

  /** A channel that another has evicted is not dialled again. */
  @Test
  void takesANewChannelWhenItsOwnIsGone() throws Exception {
    genesys.notificationQuirks().channelLimit(1);
    Stream stream = open(topics());
    String before = genesys.channels("svc").get(0);
    evict();
    assertThat(isSo(() -> stream.report().established() >= 2)).as("%s", events).isTrue();
    assertThat(genesys.channels("svc")).doesNotContain(before);
  }

  private void evict() {
    try {
      desk.dial(attempt(sources.of(credential()).get())).released().run();
    } catch (StreamFailure e) {
      // The stream was quick, and has evicted this channel in turn.
      assertThat(e.kind()).isEqualTo(StreamFailure.Kind.GONE);
    }
  }

  /** P9: nineteen channels are somebody else's; then twenty. */
  @Test
  void neverEvictsAStranger() throws Exception {
    TokenSource tokens = sources.of(credential());
    List<String> strangers = strangers(tokens, 18);
    Stream stream = open(topics());
    assertThat(warnings).isEmpty();
    stream.rotate();
    assertThat(isSo(() -> stream.report().rotations() == 1)).isTrue();
    assertThat(warnings).containsExactly(ChannelWarning.BUDGET_NEARLY_SPENT);
    stream.rotate();
    assertThat(isSo(() -> stream.report().rotations() == 2)).as("%s", events).isTrue();
    assertThat(warnings).contains(ChannelWarning.BUDGET_SPENT);
    assertThat(isSo(() -> stream.report().state() == StreamReport.State.LIVE)).isTrue();
    assertThat(isSo(() -> gaps().size() == 1)).as("the same channel again, with a gap").isTrue();
    assertThat(genesys.channels("svc")).containsAll(strangers);
  }

  @Test
  void waitsWhenAllChannelsAreSomebodyElses() throws Exception {
    TokenSource tokens = sources.of(credential());
    List<String> strangers = strangers(tokens, 20);
    Stream stream = streams.open(plan(topics()), Receiver.each(delivered::add));
    assertThat(
            isSo(() -> stream.report().state() == StreamReport.State.BACKOFF || !events.isEmpty()))
        .isTrue();
    assertThat(genesys.channels("svc")).isEqualTo(strangers);
    assertThat(
            isSo(
                () ->
                    events.stream()
                        .filter(StreamEvent.HandshakeFailed.class::isInstance)
                        .map(StreamEvent.HandshakeFailed.class::cast)
                        .anyMatch(failed -> failed.kind() == StreamFailure.Kind.CROWDED)))
        .isTrue();
  }

  /** P13: 1,000 topics fit into a channel, 1,001 take two streams, and none is cut off. */
  @Test
  void listensToMoreTopicsThanAChannelTakesOverSeveral() throws Exception {
    List<Topic> many =
        IntStream.rangeClosed(1, 1_001)
            .mapToObj(n -> Notifications.topic("v2.users." + n + ".presence"))
            .toList();
    assertThat(Notifications.plans("s", desk, sources.of(credential()), many.subList(0, 1_000)))
        .extracting(StreamPlan::name)
        .containsExactly("s");
    List<StreamPlan> plans = Notifications.plans("s", desk, sources.of(credential()), many);
    assertThat(plans).extracting(StreamPlan::name).containsExactly("s", "s.2");
    for (StreamPlan plan : plans) {
      Stream stream = streams.open(plan, Receiver.each(delivered::add));
      assertThat(stream.awaitLive(PATIENCE)).as("%s", events).isTrue();
    }
    assertThat(subscribed()).isEqualTo(1_001);
  }

  @Test
  void namesTheTopicThatIsNotPermittedAndGoesOn() throws Exception {
    genesys.notificationQuirks().reject("v2.routing", "missing routing:queue:view");
    Stream stream = open(topics());
    assertThat(stream.report().state()).isEqualTo(StreamReport.State.LIVE);
    assertThat(
            isSo(
                () ->
                    events.stream()
                        .anyMatch(
                            event ->
                                event instanceof StreamEvent.TopicRejected rejected
                                    && rejected.topic().equals(QUEUE)
                                    && rejected.message().contains("routing:queue:view"))))
        .isTrue();
  }

  @Test
  void refusesTopicsThatNoChannelTakes() {
    TokenSource tokens = sources.of(credential());
    assertThatThrownBy(
            () ->
                Notifications.plans(
                    "s", desk, tokens, List.of(Topic.event("v2." + "x".repeat(198)))))
        .hasMessageContaining("200");
    assertThatThrownBy(
            () ->
                Notifications.plans(
                    "s", desk, tokens, List.of(Topic.event(QUEUE), Topic.event(QUEUE))))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> Notifications.plans("s", desk, tokens, List.of()))
        .isInstanceOf(StreamFailure.class);
  }

  /** P11: the address of a channel opens it, and shows nowhere. */
  @Test
  void neverShowsTheAddressOfAChannel() throws Exception {
    Stream stream = open(topics());
    String id = genesys.channels("svc").get(0);
    genesys.notifications().drop(Drop.RST);
    assertThat(isSo(() -> stream.report().established() == 2)).isTrue();
    assertThat(events + " " + stream + " " + stream.report()).doesNotContain(id);
  }

  private List<String> strangers(TokenSource tokens, int number) {
    ChannelDesk others = ChannelDesk.at(genesys.api(), warning -> {});
    for (int n = 0; n < number; n++) {
      others.dial(attempt(tokens.get()));
    }
    return genesys.channels("svc");
  }

  private static Attempt attempt(Token token) {
    return new Attempt("other", 1, token, List.of(Topic.event(PRESENCE)), null);
  }

  private List<Topic> topics() {
    return List.of(Notifications.topic(PRESENCE), Notifications.topic(QUEUE));
  }

  private Credential credential() {
    if (credential == null) {
      genesys.client("svc").secret("s3cret");
      credential =
          Credential.clientCredentials(
              new GenesysCloud(genesys.login(), genesys.api()).issuer(),
              "svc",
              () -> Secret.of("s3cret"));
    }
    return credential;
  }

  private StreamPlan plan(List<Topic> topics) {
    return Notifications.plans("presence", desk, sources.of(credential()), topics).get(0);
  }

  private Stream open(List<Topic> topics) throws InterruptedException {
    Stream stream = streams.open(plan(topics), Receiver.each(delivered::add));
    assertThat(stream.awaitLive(PATIENCE)).as("%s", events).isTrue();
    return stream;
  }

  private int subscribed() {
    return genesys.channels("svc").stream().mapToInt(id -> genesys.topics(id).size()).sum();
  }

  private List<Gap> gaps() {
    synchronized (delivered) {
      return delivered.stream().filter(Gap.class::isInstance).map(Gap.class::cast).toList();
    }
  }

  private Judgement judgement() {
    isSo(() -> false, Duration.ofMillis(1_500));
    synchronized (delivered) {
      List<Received> received = new ArrayList<>();
      for (Delivery delivery : delivered) {
        if (delivery instanceof Message message) {
          received.add(new Received(message.topic(), message.body(), message.possiblyDuplicate()));
        }
      }
      return genesys
          .notifications()
          .ledger()
          .judge(
              received,
              gaps().stream()
                  .map(gap -> new ReportedGap(gap.from(), gap.to(), Set.copyOf(gap.topics())))
                  .toList());
    }
  }

  private static boolean isSo(BooleanSupplier done) {
    return isSo(done, PATIENCE);
  }

  private static boolean isSo(BooleanSupplier done, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }
}
