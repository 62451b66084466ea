package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Grant;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A configured refresh token that cannot be read at the start is no missing login. */
class SeedTest {
  private final Scene scene = new Scene().withStore(MemoryTokenStore.open());
  private final String seed = scene.issuer.mintRefreshToken("svc", "ada", "orders:read");
  private final AtomicInteger failures = new AtomicInteger();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aSeedThatIsOutOfReachIsReadAgainUntilItComes() {
    failures.set(5);
    TokenSource source = scene.sources().of(seededFrom(SecretFailure.Kind.UNREACHABLE));
    assertThatThrownBy(() -> source.get(Duration.ZERO)).isInstanceOf(TokenFailure.class);

    boolean came =
        scene.passUntil(
            Duration.ofSeconds(60), Duration.ofMillis(500), () -> source.peek() != null);

    assertThat(came).isTrue();
    assertThat(scene.asked()).isEqualTo(1);
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
  }

  @Test
  void aSeedThatIsMissingIsNamedEachTime() {
    failures.set(Integer.MAX_VALUE);
    TokenSource source = scene.sources().of(seededFrom(SecretFailure.Kind.ABSENT));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(source::get)
          .isInstanceOfSatisfying(
              TokenFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SECRET_UNREADABLE))
          .hasMessageContaining("the seed is not there");
      int told = told();
      scene.passUntil(Duration.ofSeconds(40), Duration.ofSeconds(2), () -> told() > told);
    }

    assertThat(scene.asked()).isZero();
    assertThat(scene.recorder.events(Event.LoginNeeded.class)).isEmpty();
  }

  /** RFC 6749 section 5.1: silence about scopes grants what was asked for. */
  @Test
  void anIssuerThatIsSilentAboutScopesHasGrantedWhatWasAskedFor() {
    String silent =
        "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":100,"
            + "\"refresh_token\":\"next\"}";
    scene.issuer.faults().always(Endpoint.TOKEN, Fault.answer(200, "application/json", silent));
    Scopes reading = Scopes.of("orders:read");
    Credential credential = scene.refreshing(seed).withScopes(reading).withRequired(reading);

    Token token = scene.sources().of(credential).get();

    assertThat(token.scopes()).isEqualTo(reading);
  }

  private int told() {
    return scene.recorder.events(Event.RenewalFailed.class).size();
  }

  private Credential seededFrom(SecretFailure.Kind kind) {
    Credential standard = scene.refreshing(seed);
    Grant grant = new Grant.RefreshToken(() -> read(kind));
    return Credential.of("ada", standard.issuer(), grant, standard.client());
  }

  private Secret read(SecretFailure.Kind kind) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new SecretFailure(kind, "the seed is not there", null);
    }
    return Secret.of(seed);
  }
}
