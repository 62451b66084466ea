package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Walk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/**
 * Reads of Spring Security: one manager over all registrations, its authorized clients in memory.
 * Each request for authorization is built beforehand, which callers seldom do.
 */
@State(Scope.Benchmark)
public class ReadSpring {
  /** How many credentials are read in turn. */
  @Param({"1", "100000"})
  public int credentials;

  private OAuth2AuthorizeRequest[] shuffled = {};
  private AuthorizedClientServiceOAuth2AuthorizedClientManager manager = over(registrations(1));

  /** Lets each get its token from an answer that never travels. */
  @Setup(Level.Trial)
  public void fill() {
    manager = over(registrations(credentials));
    List<OAuth2AuthorizeRequest> order = new ArrayList<>();
    for (int i = 0; i < credentials; i++) {
      OAuth2AuthorizeRequest request =
          OAuth2AuthorizeRequest.withClientRegistrationId(Fleet.client(i))
              .principal("service")
              .build();
      if (manager.authorize(request) == null) {
        throw new IllegalStateException("no token for " + Fleet.client(i));
      }
      order.add(request);
    }
    shuffled = Walk.shuffled(order).toArray(OAuth2AuthorizeRequest[]::new);
    System.gc(); // everything lies where a process that has run for a while has it
  }

  /** {@code authorize}. */
  @Benchmark
  public @Nullable OAuth2AuthorizedClient token(Walk walk) {
    return manager.authorize(shuffled[walk.next(shuffled.length)]);
  }

  private static AuthorizedClientServiceOAuth2AuthorizedClientManager over(
      List<ClientRegistration> registrations) {
    var repository = new InMemoryClientRegistrationRepository(registrations);
    var manager =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            repository, new InMemoryOAuth2AuthorizedClientService(repository));
    var provider = new ClientCredentialsOAuth2AuthorizedClientProvider();
    provider.setAccessTokenResponseClient(ReadSpring::granted);
    manager.setAuthorizedClientProvider(provider);
    return manager;
  }

  private static OAuth2AccessTokenResponse granted(OAuth2ClientCredentialsGrantRequest asked) {
    String id = asked.getClientRegistration().getClientId();
    int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
    return OAuth2AccessTokenResponse.withToken(Canned.token(number))
        .tokenType(OAuth2AccessToken.TokenType.BEARER)
        .expiresIn(Canned.LIFE.toSeconds())
        .build();
  }

  private static List<ClientRegistration> registrations(int count) {
    List<ClientRegistration> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(
          ClientRegistration.withRegistrationId(Fleet.client(i))
              .clientId(Fleet.client(i))
              .clientSecret(Fleet.SECRET)
              .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
              .tokenUri("http://127.0.0.1:1/token")
              .build());
    }
    return made;
  }
}
