package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.token.Credential;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.TokenSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is ended is ended at the issuer and at rest, whoever asked for it before. */
class RevocationTest {
  private final FailingStore store = new FailingStore(MemoryTokenStore.open());
  private final Scene scene = new Scene().withStore(store);
  private final Credential refreshing =
      scene.refreshing(scene.issuer.mintRefreshToken("svc", "ada", "orders:read"));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void endsWhatRestsAlthoughNobodyHasAskedForItYet() {
    Token token = scene.sources().of(refreshing).get();
    String refreshToken = String.valueOf(store.lastCommitted().text("refresh"));
    scene.restart();
    TokenSource source = scene.sources().of(refreshing);

    assertThat(scene.sources().revoke(refreshing, Scene.PATIENCE)).isTrue();

    assertThat(revoked()).containsExactly(refreshToken, token.value());
    assertThat(kind(source::get)).isEqualTo(Kind.NEEDS_LOGIN);
    assertThat(store.lastCommitted().text("refresh")).isNull();
  }

  @Test
  void aTokenWithoutARefreshTokenIsEndedAtRestAndAnotherIsHad() {
    Token token = scene.source().get();
    scene.restart();
    TokenSource source = scene.source();

    assertThat(scene.sources().revoke(scene.credential(), Scene.PATIENCE)).isTrue();

    assertThat(revoked()).containsExactly(token.value());
    assertThat(source.get().value()).isNotEqualTo(token.value());
  }

  @Test
  void endsWhatAnotherProcessHasWrittenMeanwhile() {
    TokenSource source = scene.sources().of(refreshing);
    source.get();
    store.writtenElsewhere();

    assertThat(scene.sources().revoke(refreshing, Scene.PATIENCE)).isTrue();

    assertThat(store.lastCommitted().text("refresh")).isNull();
    assertThat(kind(source::get)).isEqualTo(Kind.NEEDS_LOGIN);
  }

  @Test
  void claimsNothingOfWhatItCannotRead() {
    scene.sources().of(refreshing).get();
    scene.restart();
    scene.sources().of(refreshing);
    store.refuseReading();

    assertThat(kind(() -> scene.sources().revoke(refreshing, Scene.PATIENCE)))
        .isEqualTo(Kind.STORE_UNUSABLE);
    assertThat(revoked()).isEmpty();
  }

  private List<String> revoked() {
    return scene.issuer.referee().requests(Endpoint.REVOCATION).stream()
        .map(request -> String.valueOf(request.form().get("token")))
        .toList();
  }

  private static Kind kind(ThrowingCallable act) {
    TokenFailure failure = catchThrowableOfType(TokenFailure.class, act);
    assertThat(failure).isNotNull();
    return failure.kind();
  }
}
