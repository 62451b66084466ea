package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.ApiClient;
import com.mypurecloud.sdk.v2.connector.ApiClientConnector;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorProperties;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorProperty;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorProvider;
import com.mypurecloud.sdk.v2.connector.apache.ApacheHttpClientConnectorProvider;
import dev.keybearer.genesys.call.ApiCalls;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.turnstile.Origin;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Makes connectors of the SDK that send every call with a token of a source.
 *
 * <pre>{@code
 * TokenConnectorProvider provider = TokenConnectorProvider.of(source, region.api());
 * ApiClient client = provider.builder().build();
 * UserEntityListing users = new UsersApi(client).getUsers(new GetUsersRequest());
 * }</pre>
 *
 * <p>The SDK itself logs in nowhere and refreshes nothing; its own login calls are refused here.
 * What becomes of a call is said at {@link ApiCalls}. All connectors of one provider share what is
 * known of the tokens' rates. Safe for use by many threads.
 */
public final class TokenConnectorProvider implements ApiClientConnectorProvider {
  /** What the SDK believes to be the token; it is in no request that leaves. */
  private static final String PLACEHOLDER = "managed";

  private final URI api;
  private final ApiCalls calls;
  private final ApiClientConnectorProvider delegate;

  private TokenConnectorProvider(URI api, ApiCalls calls, ApiClientConnectorProvider delegate) {
    this.api = api;
    this.calls = calls;
    this.delegate = delegate;
  }

  /** Connectors to the API at one address, over Apache's client as the SDK makes it. */
  public static TokenConnectorProvider of(TokenSource source, URI api) {
    return of(source, api, Patience.STANDARD);
  }

  /** The same with another patience. */
  public static TokenConnectorProvider of(TokenSource source, URI api, Patience patience) {
    Issuer.requirePrivate(api);
    return new TokenConnectorProvider(
        api, ApiCalls.of(source, api, patience), new ApacheHttpClientConnectorProvider());
  }

  /** The same over another connector; whether that follows redirects is its own affair. */
  public TokenConnectorProvider over(ApiClientConnectorProvider newDelegate) {
    return new TokenConnectorProvider(api, calls, newDelegate);
  }

  /** What an {@link ApiClient} is built with, to be completed at will. */
  public ApiClient.Builder builder() {
    String base = api.toString();
    return ApiClient.Builder.standard()
        .withBasePath(base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
        .withProperty(ApiClientConnectorProperty.CONNECTOR_PROVIDER, this)
        .withAccessToken(PLACEHOLDER)
        .withShouldRefreshAccessToken(false);
  }

  @Override
  public ApiClientConnector create(ApiClientConnectorProperties properties) {
    @Nullable ExecutorService given =
        properties.getProperty(
            ApiClientConnectorProperty.ASYNC_EXECUTOR_SERVICE, ExecutorService.class, null);
    return new TokenConnector(
        calls,
        Origin.of(api),
        delegate.create(new GuardedProperties(properties)),
        given == null ? Workers.own() : Workers.lent(given));
  }
}
