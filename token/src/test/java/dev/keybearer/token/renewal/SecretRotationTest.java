package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RegisteredClient;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Limits;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R7, R10, F29: a client secret changes and nobody notices. */
class SecretRotationTest {
  private static final SecretSource OLD = () -> Secret.of("old");
  private static final SecretSource NEW = () -> Secret.of("new");

  private final Scene scene = new Scene();
  private final RegisteredClient client = scene.issuer.client("svc");
  private final AtomicReference<String> file = new AtomicReference<>("old");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aNextSecretThatWorksIsPromoted() {
    client.secrets("old", "new");
    Credential credential = credential(OLD);
    scene.sources().of(credential).get();

    boolean promoted = scene.sources().rotate(credential, NEW, Scene.PATIENCE);

    assertThat(promoted).isTrue();
    client.secrets("new");
    scene.sources().renew(credential, Scene.PATIENCE);
    assertThat(scene.recorder.await(Event.SecretRotated.class).subject()).isEqualTo("svc");
  }

  @Test
  void aNextSecretThatIsEarlyIsKeptInMindAndTheOldOneServes() {
    client.secrets("old");
    Credential credential = credential(OLD);
    scene.sources().of(credential).get();

    assertThat(scene.sources().rotate(credential, NEW, Scene.PATIENCE)).isFalse();
    scene.recorder.await(Event.SecretRotationFailed.class);

    client.secrets("new");
    scene.sources().renew(credential, Scene.PATIENCE);
    scene.recorder.await(Event.SecretRotated.class);
  }

  @Test
  void thereAreNeverTwoUnknownSecrets() {
    client.secrets("old");
    Credential credential = credential(OLD);
    scene.sources().of(credential).get();
    scene.sources().rotate(credential, NEW, Scene.PATIENCE);

    assertThatThrownBy(
            () -> scene.sources().rotate(credential, () -> Secret.of("third"), Scene.PATIENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withdraw");

    scene.sources().withdraw(credential, Scene.PATIENCE);
    assertThat(scene.sources().rotate(credential, () -> Secret.of("third"), Scene.PATIENCE))
        .isFalse();
  }

  @Test
  void aSecretReplacedInItsFileIsFoundWithoutBeingTold() {
    client.secrets("old");
    Credential credential = credential(() -> Secret.of(file.get()));
    scene.sources().of(credential).get();

    client.secrets("new");
    file.set("new");
    scene.sources().renew(credential, Scene.PATIENCE);

    scene.recorder.await(Event.SecretRotated.class);
  }

  /** As Keycloak says that a secret is wrong; with another status the code means the grant. */
  @Test
  void theProvenSecretIsTriedWhereAnIssuerCallsTheClientUnauthorized() {
    client.secrets("old");
    Credential credential = credential(OLD);
    scene.sources().of(credential).get();
    Fault wrongSecret =
        Fault.answer(401, "application/json", "{\"error\": \"unauthorized_client\"}");
    scene.issuer.faults().next(Endpoint.TOKEN, wrongSecret);

    assertThat(scene.sources().rotate(credential, NEW, Scene.PATIENCE)).isFalse();

    assertThat(scene.recorder.await(Event.SecretRotationFailed.class).message())
        .contains("401 unauthorized_client: check the client id and its secret");
    assertThat(scene.recorder.events(Event.RenewalFailed.class)).isEmpty();
  }

  @Test
  void aFirstTokenIsHadWithTheNextSecretWhenTheOldOneIsGoneAlready() {
    client.secrets("new");
    Credential credential = credential(OLD);
    TokenSource source = scene.sources().of(credential);
    assertThatThrownBy(source::get).isInstanceOf(TokenFailure.class);

    assertThat(scene.sources().rotate(credential, NEW, Scene.PATIENCE)).isTrue();

    assertThat(source.get()).isNotNull();
  }

  @Test
  void aCredentialThatNamesTheNextSecretWorksBeforeDuringAndAfterTheChange() {
    Credential credential = naming(OLD, NEW);
    TokenSource source = scene.sources().of(credential);
    client.secrets("old");
    assertThat(source.get()).isNotNull();

    client.secrets("old", "new");
    scene.sources().renew(credential, Scene.PATIENCE);
    client.secrets("new");
    scene.sources().renew(credential, Scene.PATIENCE);

    scene.recorder.await(Event.SecretRotated.class);
    assertThat(scene.recorder.events(Event.RenewalFailed.class)).isEmpty();
  }

  @Test
  void aCredentialThatNamesTheNextSecretStartsWithItWhenTheOldOneIsGone() {
    client.secrets("new");

    assertThat(scene.sources().of(naming(OLD, NEW)).get()).isNotNull();
  }

  @Test
  void onlyASharedSecretHasASuccessor() {
    Credential.Client open = new Credential.Client("svc", new ClientAuthentication.None());

    assertThatThrownBy(() -> open.withNextSecret(NEW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("svc");
  }

  private Credential naming(SecretSource secret, SecretSource next) {
    Credential.Client both =
        new Credential.Client("svc", new ClientAuthentication.Basic(secret)).withNextSecret(next);
    return Credential.of("svc", scene.issuer(), new Grant.ClientCredentials(), both);
  }

  @Test
  void withBothSecretsDeadTheTokenServesToItsEndAndThereIsOneAlarm() {
    client.secrets("old");
    Credential credential = credential(OLD);
    TokenSource source = scene.sources().of(credential);
    source.get();
    client.secrets("neither");

    scene.advance(Duration.ofSeconds(85));
    scene.recorder.await(Event.RenewalFailed.class);
    scene.advance(Duration.ofSeconds(14));
    assertThat(source.get(Duration.ZERO).generation()).isEqualTo(1);
    scene.advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> source.get(Duration.ZERO))
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED));
    assertThat(scene.recorder.events(Event.RenewalFailed.class)).hasSize(1);
  }

  /** Each word is what the server accepts in one phase; the last accepts what was announced. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "old,both,new",
        "old,new",
        "both,old,both,new",
        "both,new,both,old,both,new",
        "both,new,old,new"
      })
  void noCallFailsWhateverTheServerAcceptsInWhichOrder(String order) throws Exception {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(5));
    client.secrets("old");
    Credential credential = credential(OLD).withLimits(new Limits(50, Duration.ofMillis(100)));
    TokenSource source = scene.sources().of(credential);
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    source.get();
    List<Thread> callers =
        List.of(caller(source, calls, failed, done), caller(source, calls, failed, done));
    callers.forEach(Thread::start);

    scene.sources().rotate(credential, NEW, Scene.PATIENCE);
    for (String phase : order.split(",", -1)) {
      client.secrets(accepted(phase));
      for (int generation = 0; generation < 3; generation++) {
        long before = source.get().generation();
        scene.advance(Duration.ofSeconds(4));
        scene.awaitGeneration(source, before + 1);
      }
    }
    done.set(true);
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(calls.get()).isGreaterThan(200);
    assertThat(failed).hasValue(0);
  }

  private static String[] accepted(String phase) {
    return phase.equals("both") ? new String[] {"old", "new"} : new String[] {phase};
  }

  private static Thread caller(
      TokenSource source, AtomicInteger calls, AtomicInteger failed, AtomicBoolean done) {
    return new Thread(
        () -> {
          while (!done.get()) {
            calls.incrementAndGet();
            try {
              source.get();
            } catch (TokenFailure e) {
              failed.incrementAndGet();
            }
            Thread.onSpinWait();
          }
        });
  }

  private Credential credential(SecretSource secret) {
    Credential.Client known = new Credential.Client("svc", new ClientAuthentication.Basic(secret));
    return Credential.of("svc", scene.issuer(), new Grant.ClientCredentials(), known);
  }
}
