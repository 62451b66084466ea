package dev.keybearer.token.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.RecordingRecorder;
import dev.keybearer.token.keycloak.Admin.KeyKind;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Introspection;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.TokenCheck;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** V14, V18, F12: a real Keycloak whose keys change while its tokens are judged. */
@ExtendWith(KeycloakRun.class)
class KeycloakKeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Keys that may not be kept are asked for once a minute all the same. */
  private static final Duration LAG = Duration.ofMinutes(1);

  private final Keycloak keycloak;
  private final Admin admin;
  private final Wire wire = new Wire();
  private final OffsetTime time = new OffsetTime();
  private final RecordingRecorder recorder = new RecordingRecorder();
  private final Verifiers verifiers =
      Verifiers.open(Verifiers.Options.STANDARD.withTime(time).withRecorder(recorder));
  private final Verifier verifier;

  KeycloakKeysIT(Keycloak keycloak) {
    this.keycloak = keycloak;
    this.admin = keycloak.admin();
    this.verifier = verifiers.of(Expectation.of(keycloak.issuer(), "svc"));
  }

  @AfterEach
  void close() {
    admin.sign("RS256");
    verifiers.close();
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void acceptsWhateverItSignsWith(KeyKind kind) {
    admin.addKey(kind, 150);
    admin.sign(kind.name());

    assertThat(judge(token())).isInstanceOf(Verified.class);
  }

  @Test
  void refusesItsRefreshToken() {
    try (Household house = new Household(keycloak)) {
      house.logIn(house.app());

      assertThat(reason(house.refreshToken(house.app()))).isEqualTo(Reason.ALGORITHM);
    }
  }

  /** V20, with the habits of a real issuer. */
  @Test
  void asksItAboutATokenThatItEndsEarly() {
    ClientAuthentication basic = new ClientAuthentication.Basic(() -> Secret.of("s3cret"));
    TokenCheck check = Introspection.of(keycloak.issuer(), new Credential.Client("svc", basic));
    Verifier asking = verifiers.of(Expectation.of(keycloak.issuer(), "svc").withCheckOnly(check));
    Presentation presented = Presentation.bearer(token());
    assertThat(asking.judge(presented, PATIENCE)).isInstanceOf(Verified.class);

    URI revocation = URI.create(keycloak.realm() + "/protocol/openid-connect/revoke");
    Map<String, String> form =
        Map.of("client_id", "durable", "client_secret", "dur4ble", "token", presented.token());
    assertThat(wire.send(Wire.form(revocation, form)).statusCode()).isEqualTo(200);
    time.advance(Duration.ofSeconds(30)); // a yes counts no longer

    assertThat(asking.judge(presented, PATIENCE))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.INACTIVE));
  }

  @Test
  void aRolloverUnderLoadRefusesNothingAndAWithdrawnKeyIsOutInAMinute() {
    String old = token();
    Load load = new Load();
    load.start();
    try {
      load.awaitMore(100);
      admin.addKey(KeyKind.RS256, 200);
      load.awaitMore(100);
      admin.removeKeys(KeyKind.RS256, 200);
      load.awaitMore(100);
    } finally {
      load.stop();
    }
    assertThat(load.refused).hasValue(0);
    assertThat(load.failed).hasValue(0);
    assertThat(judge(old)).isInstanceOf(Verified.class);

    int changes = recorder.events(Event.KeysChanged.class).size();
    time.advance(LAG);
    await(() -> recorder.events(Event.KeysChanged.class).size() > changes);

    assertThat(reason(old)).isEqualTo(Reason.KEY);
    assertThat(judge(token())).isInstanceOf(Verified.class);
  }

  private Verdict judge(String token) {
    return verifier.judge(Presentation.bearer(token), PATIENCE);
  }

  private Reason reason(String token) {
    Verdict verdict = judge(token);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }

  /** A token that outlives the test. */
  private String token() {
    URI endpoint = URI.create(keycloak.realm() + "/protocol/openid-connect/token");
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "durable",
            "client_secret", "dur4ble");
    String answer = wire.send(Wire.form(endpoint, form)).body();
    return Objects.requireNonNull(Wire.json(answer).text("access_token"));
  }

  private static void await(BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        throw new AssertionError("it did not happen within " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Threads that get tokens and have them judged, as fast as they can. */
  private final class Load {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    void start() {
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(this::run);
        threads.add(thread);
        thread.start();
      }
    }

    private void run() {
      while (!stopped.get()) {
        try {
          (judge(token()) instanceof Verified ? verified : refused).incrementAndGet();
        } catch (VerificationFailure e) {
          failed.incrementAndGet();
        }
      }
    }

    void awaitMore(int judgements) {
      int before = verified.get();
      await(() -> verified.get() >= before + judgements);
    }

    void stop() {
      stopped.set(true);
      for (Thread thread : threads) {
        try {
          thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
          throw new AssertionError("interrupted", e);
        }
      }
    }
  }
}
