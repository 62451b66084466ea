package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.ApiClient;
import com.mypurecloud.sdk.v2.AsyncApiCallback;
import com.mypurecloud.sdk.v2.api.TokensApi;
import com.mypurecloud.sdk.v2.api.TokensApiAsync;
import com.mypurecloud.sdk.v2.api.request.GetTokensMeRequest;
import com.mypurecloud.sdk.v2.model.TokenInfo;
import dev.keybearer.genesys.GenesysCloud;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Limits;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** A simulated Genesys Cloud, a source of its tokens, and the official SDK over it. */
final class SdkScene implements AutoCloseable {
  private static final SecretSource SECRET = () -> Secret.of("s3cret");

  final World world = World.open();
  final SimulatedGenesys genesys = world.genesys();
  final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<ApiClient> clients = new CopyOnWriteArrayList<>();
  final TokenSources sources =
      TokenSources.open(TokenSources.Options.STANDARD.withRecorder(events::add));

  SdkScene() {
    genesys.client("sdk").secret("s3cret");
    genesys.quirks().requestsPerMinute(1_000_000).mintLimit(1_000, Duration.ofMillis(1));
  }

  TokenSource source() {
    GenesysCloud cloud = new GenesysCloud(genesys.login(), genesys.api());
    return sources.of(
        Credential.clientCredentials(cloud.issuer(), "sdk", SECRET)
            .withLimits(new Limits(100, Duration.ofMillis(10))));
  }

  ApiClient client() {
    return client(Patience.STANDARD);
  }

  ApiClient client(Patience patience) {
    ApiClient client = provider(patience).builder().build();
    clients.add(client);
    return client;
  }

  TokenConnectorProvider provider(Patience patience) {
    return TokenConnectorProvider.of(source(), genesys.api(), patience);
  }

  static TokenInfo tokensMe(ApiClient client) throws Exception {
    return new TokensApi(client).getTokensMe(true);
  }

  static Future<TokenInfo> tokensMe(ApiClient client, AsyncApiCallback<TokenInfo> callback) {
    return new TokensApiAsync(client)
        .getTokensMeAsync(GetTokensMeRequest.builder().build(), callback);
  }

  List<RecordedRequest> requests(Endpoint endpoint) {
    return genesys.referee().requests(endpoint);
  }

  /** How many requests to an endpoint were answered like this. */
  long answered(Endpoint endpoint, int status) {
    return requests(endpoint).stream().filter(request -> request.status() == status).count();
  }

  @Override
  public void close() throws IOException {
    genesys.stop();
    for (ApiClient client : clients) {
      SdkAnswer.letGo(client);
    }
    sources.close();
    world.close();
  }
}
