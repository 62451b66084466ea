package dev.keybearer.genesys.sdk;

import static dev.keybearer.genesys.sdk.SdkScene.tokensMe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mypurecloud.sdk.v2.ApiClient;
import com.mypurecloud.sdk.v2.ApiException;
import com.mypurecloud.sdk.v2.api.AnalyticsApi;
import com.mypurecloud.sdk.v2.api.OAuthApi;
import com.mypurecloud.sdk.v2.model.ConversationQuery;
import com.mypurecloud.sdk.v2.model.TokenInfo;
import dev.keybearer.genesys.call.ApiFailure;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.token.TokenFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.http.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SDK does with answers that are not plain, one at a time. */
@Timeout(60)
class TokenConnectorTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  private final SdkScene scene = new SdkScene();
  private final RecordingCallback<TokenInfo> callback = new RecordingCallback<>(1);

  @AfterEach
  void close() throws IOException {
    scene.close();
  }

  @Test
  void sendsTheTokenOfTheSourceAndNotTheSdksOwn() throws Exception {
    tokensMe(scene.client());

    assertThat(scene.requests(Endpoint.TOKENS_ME).get(0).headers())
        .containsEntry("Authorization", scene.source().get().authorizationHeader())
        .containsEntry("purecloud-sdk", "198.1.0");
  }

  /** The SDK looks for it in one spelling, and answers carry another. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theCorrelationIdIsThereInWhateverSpelling(boolean lowerCase) {
    if (lowerCase) {
      scene.genesys.quirks().lowerCaseHeaders();
    }
    scene.genesys.quirks().forbid("/api/v2/tokens", "some:permission:view");

    ApiException refusal = catchThrowableOfType(ApiException.class, () -> tokensMe(scene.client()));

    assertThat(refusal.getStatusCode()).isEqualTo(403);
    assertThat(refusal.getCorrelationId()).isNotBlank();
  }

  @Test
  void aRevokedTokenCostsOneRepetitionAndNoFailure() throws Exception {
    ApiClient client = scene.client();
    scene.genesys.revoke(scene.source().get().value());

    assertThat(tokensMe(client).getOrganization()).isNotNull();
    assertThat(tokensMe(client, callback).get(30, TimeUnit.SECONDS)).isNotNull();

    assertThat(scene.requests(Endpoint.TOKENS_ME))
        .extracting(RecordedRequest::status)
        .containsExactly(401, 200, 200);
    assertThat(scene.genesys.referee().count(Endpoint.TOKEN)).isEqualTo(2);
  }

  @Test
  void aSecondRefusalIsTheAnswer() {
    scene.genesys.faults().always(Endpoint.TOKENS_ME, Fault.answer(401, "application/json", "{}"));

    assertThatThrownBy(() -> tokensMe(scene.client()))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.getStatusCode()).isEqualTo(401));
    assertThat(scene.requests(Endpoint.TOKENS_ME)).hasSize(2);
  }

  /** After a daily limit hours are asked for: official clients of today give up after 180 s. */
  @Test
  void aLongThrottleFailsAtOnceAndSaysWhenForBothKindsOfCalls() throws Exception {
    ApiClient client = scene.client();
    scene
        .genesys
        .faults()
        .next(Endpoint.TOKENS_ME, Fault.throttled(RetryAfter.date(Duration.ofHours(2))));

    assertThatThrownBy(() -> tokensMe(client))
        .isInstanceOfSatisfying(
            ApiFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.HELD_BACK);
              assertThat(failure).hasMessageContaining(String.valueOf(failure.retryAt()));
            });
    Future<TokenInfo> call = tokensMe(client, callback);

    assertThat(callback.await()).isTrue();
    assertThat(callback.failed).hasOnlyElementsOfType(ApiFailure.class);
    assertThatThrownBy(() -> call.get(1, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    assertThat(scene.requests(Endpoint.TOKENS_ME)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void troubleIsTheAnswerUnlessReplaysAreWanted(int status) throws Exception {
    scene.genesys.faults().next(Endpoint.TOKENS_ME, Fault.status(status), 2);
    assertThatThrownBy(() -> tokensMe(scene.client()))
        .isInstanceOfSatisfying(
            ApiException.class, trouble -> assertThat(trouble.getStatusCode()).isEqualTo(status));

    assertThat(tokensMe(scene.client(Patience.STANDARD.withReplays(2)))).isNotNull();
  }

  @Test
  void aQueryIsReplayedAndAnyOtherPostIsNot() throws Exception {
    ApiClient client = scene.client(Patience.STANDARD.withReplays(2));
    scene.genesys.faults().next(Endpoint.DETAILS_QUERY, Fault.status(502));
    ConversationQuery query =
        new ConversationQuery().interval("2026-11-20T00:00:00Z/2026-11-21T00:00:00Z");
    assertThat(
            new AnalyticsApi(client).postAnalyticsConversationsDetailsQuery(query).getTotalHits())
        .isPositive();

    scene.genesys.faults().next(Endpoint.OAUTH_CLIENTS, Fault.status(502));
    assertThatThrownBy(() -> new OAuthApi(client).postOauthClientSecret("sdk"))
        .isInstanceOf(ApiException.class);
    assertThat(scene.requests(Endpoint.OAUTH_CLIENTS)).hasSize(1);
  }

  @Test
  void aCallWhoseAnswerNeverComesFailsInTimeAndTellsBoth() throws Exception {
    scene.genesys.faults().always(Endpoint.TOKENS_ME, Fault.blackHole());
    scene.source().get();
    ApiClient client = scene.client(Patience.STANDARD.withLimit(SHORT));

    Future<TokenInfo> call = tokensMe(client, callback);

    assertThat(callback.await()).isTrue();
    assertThat(callback.failed).singleElement().asString().contains("no answer within PT0.4S");
    assertThatThrownBy(() -> call.get(1, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void aCallAtOnceWhoseAnswerNeverComesFailsWithTheConnection() {
    scene.genesys.faults().always(Endpoint.TOKENS_ME, Fault.blackHole());
    ApiClient client =
        scene.provider(Patience.STANDARD).builder().withConnectionTimeout(300).build();

    assertThatThrownBy(() -> tokensMe(client)).isInstanceOf(java.net.SocketTimeoutException.class);
  }

  @Test
  void saysWhatIsWrongWithTheCredentialInsteadOfCalling() {
    scene.genesys.client("sdk").disable();

    assertThatThrownBy(() -> tokensMe(scene.client())).isInstanceOf(TokenFailure.class);
    assertThat(scene.requests(Endpoint.TOKENS_ME)).isEmpty();
  }

  @Test
  void theSdkLogsInNowhere() {
    assertThatThrownBy(() -> scene.client().authorizeClientCredentials("sdk", "s3cret"))
        .hasMessageContaining("the SDK is not to log in");
  }

  /** G12. */
  @Test
  void theTokenGoesToNoOtherHost() {
    ApiClient client = scene.client();
    client.setBasePath("http://127.0.0.1:1");

    assertThatThrownBy(() -> tokensMe(client)).hasMessageContaining("is sent nowhere else");
  }

  /** G12: Apache's client follows redirects and takes the header fields along. */
  @Test
  void aRedirectTakesTheTokenToNoOtherHost() throws Exception {
    SimulatedIssuer elsewhere = scene.world.issuer("elsewhere");
    URI trap = elsewhere.api().resolve("trap");
    scene.genesys.faults().next(Endpoint.TOKENS_ME, Fault.redirect(302, trap.toString()));

    tokensMe(scene.client()); // refused there, and sent once more from the start

    assertThat(elsewhere.referee().requests())
        .singleElement()
        .satisfies(request -> assertThat(request.headers()).doesNotContainKey("Authorization"));
  }

  @Test
  void otherInterceptorsDoNotSeeTheToken() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    ApiClient client =
        scene
            .provider(Patience.STANDARD)
            .builder()
            .withHttpRequestInterceptor(
                (request, context) -> {
                  for (Header field : request.getAllHeaders()) {
                    seen.add(field.getValue());
                  }
                })
            .build();

    tokensMe(client);

    assertThat(seen).contains("Bearer ***").noneMatch(scene.source().get().value()::contains);
  }

  @Test
  void aClosedClientTellsEveryCallThatWaits() throws Exception {
    scene.genesys.faults().always(Endpoint.TOKENS_ME, Fault.blackHole());
    ApiClient client = scene.client();
    RecordingCallback<TokenInfo> all = new RecordingCallback<>(40);
    List<Future<TokenInfo>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(tokensMe(client, all));
    }

    client.close();

    assertThat(all.await()).isTrue();
    assertThat(all.completed).isEmpty();
    for (Future<TokenInfo> each : calls) {
      assertThatThrownBy(() -> each.get(1, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void aClosedClientTakesNoCall() throws Exception {
    ApiClient client = scene.client();
    client.close();

    Future<TokenInfo> call = tokensMe(client, callback);

    assertThat(callback.await()).isTrue();
    assertThat(callback.failed).hasSize(1);
    assertThatThrownBy(() -> call.get(1, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }
}
