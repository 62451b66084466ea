package dev.keybearer.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.signal.FakeReceiver.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How signals reach an endpoint, and what becomes of those that do not (W1, W3, F25). */
@Timeout(60)
class CourierTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  /** The reference library compares stamps with the machine's clock. */
  private final FakeTime time = new FakeTime(Instant.now());

  private final Signals signals = Signals.open(new Means(time, () -> 1.0, Resolver.platform()));
  private final FakeReceiver receiver = FakeReceiver.open();

  @AfterEach
  void close() {
    signals.close();
    receiver.close();
  }

  @Test
  void signsWhatTheReferenceLibraryVerifies() throws WebhookVerificationException {
    use(Hooks.plain(receiver, "token.*"));

    offer(EventType.TOKEN_RENEWED);

    Message message = await(1).getFirst();
    new Webhook(Hooks.SECRET).verify(message.body(), message.headers());
    assertThat(message.body())
        .isEqualTo(
            "{\"type\":\"token.renewed\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":{\"a\":1}}");
    assertThat(message.field("webhook-id")).matches("msg_[0-9a-f]{32}");
  }

  @Test
  void signsTwiceWhileOneSecretTakesThePlaceOfAnother() throws WebhookVerificationException {
    Endpoint one = Hooks.plain(receiver, "*");
    List<HookSecret> both = List.of(Hooks.secret(Hooks.SECRET), Hooks.secret(Hooks.OTHER_SECRET));
    use(new Endpoint(one.name(), one.url(), both, one.events(), one.reach(), one.tls()));

    offer(EventType.TOKEN_RENEWED);

    Message message = await(1).getFirst();
    assertThat(message.field("webhook-signature").split(" ")).hasSize(2);
    new Webhook(Hooks.SECRET).verify(message.body(), message.headers());
    new Webhook(Hooks.OTHER_SECRET).verify(message.body(), message.headers());
  }

  /** W1: the id is the same over all attempts, stamp and signature are new. */
  @Test
  void sendsAgainUnderTheSameIdWithANewStamp() throws WebhookVerificationException {
    receiver.answers(FakeReceiver.status(500), FakeReceiver.status(302, "Location: /\r\n"));
    use(Hooks.plain(receiver, "*"));

    offer(EventType.TOKEN_RENEWED);
    await(1);
    awaitFailed(1);
    time.advance(Duration.ofSeconds(5));
    await(2);
    awaitFailed(2);
    time.advance(Duration.ofSeconds(10));
    List<Message> all = await(3);

    assertThat(distinct(all, "webhook-id")).hasSize(1);
    assertThat(distinct(all, "webhook-timestamp")).hasSize(3);
    assertThat(distinct(all, "webhook-signature")).hasSize(3);
    for (Message each : all) {
      new Webhook(Hooks.SECRET).verify(each.body(), each.headers());
    }
    Eventually.holds("it arrived", () -> state().delivered() == 1);
    assertThat(state()).isEqualTo(new EndpointState("hook", 1, 2, 0, 0, 0, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void takesSuccessForSuccess(int status) {
    receiver.answers(FakeReceiver.status(status));
    use(Hooks.plain(receiver, "*"));
    offer(EventType.TOKEN_RENEWED);

    Eventually.holds("it arrived", () -> state().delivered() == 1);
    assertThat(state().waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 304, 307, 308, 400, 401, 403, 404, 409, 500, 501})
  void takesNothingElseForSuccess(int status) {
    receiver.answers(FakeReceiver.status(status, "Location: /\r\n"));
    use(Hooks.plain(receiver, "*"));
    offer(EventType.TOKEN_RENEWED);
    awaitFailed(1);

    time.advance(Duration.ofSeconds(5).minusNanos(1));
    time.awaitTicks();
    assertThat(receiver.messages).hasSize(1);
    time.advance(Duration.ofNanos(1));
    await(2);
  }

  /** W3: whoever asks for patience is left alone by all signals, as long as it says. */
  @ParameterizedTest
  @CsvSource({"429, 30", "502, 30", "503, 30", "504, 30"})
  void leavesAnEndpointAloneThatAsksForIt(int status, int seconds) {
    receiver.answers(FakeReceiver.status(status, "Retry-After: " + seconds + "\r\n"));
    use(Hooks.plain(receiver, "*"));
    offer(EventType.TOKEN_RENEWED);
    awaitFailed(1);
    offer(EventType.TOKEN_REVOKED);

    time.advance(Duration.ofSeconds(seconds).minusNanos(1));
    time.awaitTicks();
    assertThat(receiver.messages).hasSize(1);
    time.advance(Duration.ofNanos(1));
    await(3);
  }

  @Test
  void waitsForADateByTheClockOfTheEndpoint() {
    receiver.answers(
        FakeReceiver.status(
            503,
            "Date: Sun, 01 Mar 2020 00:00:00 GMT\r\n",
            "Retry-After: Sun, 01 Mar 2020 00:01:00 GMT\r\n"));
    use(Hooks.plain(receiver, "*"));
    offer(EventType.TOKEN_RENEWED);
    awaitFailed(1);

    time.advance(Duration.ofSeconds(59));
    time.awaitTicks();
    assertThat(receiver.messages).hasSize(1);
    time.advance(Duration.ofSeconds(1));
    await(2);
  }

  /** W3: 410 ends it until the config is read again. */
  @Test
  void sendsNothingMoreToWhoSaysThatItIsGone() {
    receiver.answers(FakeReceiver.status(500), FakeReceiver.status(410));
    Endpoint hook = Hooks.plain(receiver, "*");
    use(hook);
    offer(EventType.TOKEN_RENEWED);
    awaitFailed(1);
    offer(EventType.TOKEN_RENEWED);
    time.advance(Duration.ofSeconds(5));
    Eventually.holds("it is gone", () -> state().disabled());

    offer(EventType.TOKEN_RENEWED);
    time.advance(Duration.ofHours(1));
    time.awaitTicks();
    assertThat(receiver.messages).hasSize(2);
    assertThat(state().dropped()).isEqualTo(2);
    assertThat(signals.isWanted(EventType.TOKEN_RENEWED)).isFalse();

    use(hook);
    offer(EventType.TOKEN_RENEWED);
    await(3);
  }

  /** The config may be read again while the former address still thinks about its answer. */
  @Test
  void doesNotTakeAFormerAddressWordForThePresentOne() {
    FakeReceiver former = FakeReceiver.open().answers(FakeReceiver.SILENCE);
    use(Hooks.plain(former, "*"));
    offer(EventType.TOKEN_RENEWED);
    Eventually.holds("the former one is asked", () -> former.messages.size() == 1);
    use(Hooks.plain(receiver, "*"));

    former.say(FakeReceiver.status(410));
    former.close();

    awaitFailed(1);
    assertThat(state().disabled()).isFalse();
    time.advance(Duration.ofSeconds(5));
    await(1);
  }

  @Test
  void givesASignalUpAfterAllAttemptsAndSaysSo() {
    receiver.otherwise(FakeReceiver.status(500));
    use(Hooks.plain(receiver, "*"));
    offer(EventType.TOKEN_RENEWED);
    awaitFailed(1);
    for (int i = 2; state().dropped() == 0; i++) {
      time.advance(Duration.ofHours(6));
      int attempts = i;
      Eventually.holds(
          "attempt " + i, () -> state().failed() == attempts || state().dropped() == 1);
    }
    assertThat(state().failed()).isEqualTo(5); // a day old: 0, 6, 12, 18, 24 hours
    assertThat(state().waiting()).isZero();
  }

  @Test
  void countsNobodyThereAsAFailureAndTriesAgain() {
    FakeReceiver away = FakeReceiver.open();
    Endpoint hook = Hooks.plain(away, "*");
    away.close();
    use(hook);
    offer(EventType.TOKEN_RENEWED);

    awaitFailed(1);
    assertThat(state().waiting()).isEqualTo(1);
  }

  /** W4, F25: one that hangs delays no other, and its own queue has a bound. */
  @Test
  void delaysNobodyForAnEndpointThatHangs() {
    try (FakeReceiver hanging = FakeReceiver.open().otherwise(FakeReceiver.SILENCE)) {
      use(Hooks.named("hanging", hanging, "*"), Hooks.plain(receiver, "*"));
      int many = MemoryOutbox.CAPACITY + 10;
      for (int i = 0; i < many; i++) {
        offer(EventType.TOKEN_RENEWED);
        int sent = i + 1;
        Eventually.holds("signal " + sent, () -> signals.states().getLast().delivered() == sent);
      }
      EndpointState stuck = signals.states().getFirst();
      assertThat(stuck.shed()).isEqualTo(10);
      assertThat(stuck.waiting()).isEqualTo(MemoryOutbox.CAPACITY);
      assertThat(signals.states().getLast().shed()).isZero();
    }
  }

  @Test
  void ofManyAtOnceEachArrivesOnce() throws InterruptedException {
    use(Hooks.plain(receiver, "*"));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int n = 0; n < 25; n++) {
                      offer(EventType.TOKEN_RENEWED);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(distinct(await(200), "webhook-id")).hasSize(200);
  }

  private void use(Endpoint... endpoints) {
    signals.use(List.of(endpoints));
  }

  private void offer(EventType type) {
    signals.offer(type, AT, json -> json.number("a", 1));
  }

  private EndpointState state() {
    return signals.states().getFirst();
  }

  private void awaitFailed(int attempts) {
    Eventually.holds(attempts + " failed", () -> state().failed() == attempts);
    Eventually.holds("it waits again", () -> state().waiting() > 0 || state().dropped() > 0);
  }

  private List<Message> await(int count) {
    Eventually.holds(count + " messages", () -> receiver.messages.size() >= count);
    assertThat(receiver.messages).hasSize(count);
    return receiver.messages;
  }

  private static Set<String> distinct(List<Message> messages, String field) {
    Set<String> values = new HashSet<>();
    messages.forEach(each -> values.add(each.field(field)));
    return values;
  }
}
