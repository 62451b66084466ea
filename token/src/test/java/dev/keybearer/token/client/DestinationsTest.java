package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keybearer.token.TokenSource;
import dev.keybearer.token.turnstile.Origin;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G12: a token goes to nobody it is not meant for. */
class DestinationsTest {
  private static final TokenSource NONE =
      patience -> {
        throw new AssertionError("no token is asked for");
      };

  @ParameterizedTest
  @EnumSource(
      value = Redirect.class,
      names = {"ALWAYS", "NORMAL"})
  void refusesAClientThatFollowsRedirects(Redirect policy) {
    HttpClient client = HttpClient.newBuilder().followRedirects(policy).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorizedClient.of(client, NONE))
        .withMessageContaining("followRedirects(Redirect.NEVER)");
  }

  /** On Java 17 such a client leaves out the Authorization field that a request sets. */
  @Test
  void refusesAClientThatAuthenticatesByItself() {
    HttpClient client = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorizedClient.of(client, NONE))
        .withMessageContaining("Authenticator");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com/",
        "http://10.0.0.1/",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "https://user@api.example.com/",
        "https://api.example.com/#fragment",
        "ftp://api.example.com/",
        "/relative"
      })
  void refusesWhereOthersCouldRead(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> anywhere().require(URI.create(address)))
        .withMessageContaining("use an https address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/x?y",
        "HTTPS://API.example.com",
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "http://localhost/"
      })
  void takesAnyPrivatePlaceWithoutAList(String address) {
    assertThatCode(() -> anywhere().require(URI.create(address))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com",
        "https://api.example.com/orders?page=2",
        "https://API.EXAMPLE.COM:443/",
        "HTTPS://api.example.com",
        "https://eu.example.com:8443/"
      })
  void takesListedOrigins(String address) {
    assertThatCode(() -> listed().require(URI.create(address))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com:8443/",
        "https://eu.example.com/",
        "https://example.com/",
        "https://api.example.com.evil.example/",
        "https://api.example.com./",
        "https://evil.example/?https://api.example.com",
        "http://127.0.0.1/"
      })
  void refusesOriginsThatAreNotListed(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> listed().require(URI.create(address)))
        .withMessageContaining("is not sent to " + Origin.of(URI.create(address)))
        .withMessageContaining("https://eu.example.com:8443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v2",
        "https://api.example.com/?",
        "https://api.example.com?a"
      })
  void refusesAListedPathAsIfItWereALimit(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destinations.of(client(), URI.create(address)))
        .withMessageContaining("as in https://api.example.com:");
  }

  @Test
  void refusesToListWhereOthersCouldRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destinations.of(client(), URI.create("http://api.example.com")));
  }

  @Test
  void refusesPlainHttpOverAProxy() {
    ProxySelector proxy = ProxySelector.of(InetSocketAddress.createUnresolved("proxy", 3128));
    Destinations destinations = Destinations.of(HttpClient.newBuilder().proxy(proxy).build());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> destinations.require(URI.create("http://localhost:8080/")))
        .withMessageContaining("over a proxy");
    assertThatCode(() -> destinations.require(URI.create("https://api.example.com/")))
        .doesNotThrowAnyException();
  }

  @Test
  void plainHttpWithoutAProxyIsForThisMachine() {
    Destinations destinations =
        Destinations.of(HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());

    assertThat(destinations.require(URI.create("http://localhost:8080/")))
        .hasToString("http://localhost:8080");
  }

  /** The address is judged before a token is fetched. */
  @Test
  void asksForNoTokenThatItMayNotSend() {
    AuthorizedClient orders =
        AuthorizedClient.of(client(), NONE, URI.create("https://api.example.com"));
    HttpRequest request = HttpRequest.newBuilder(URI.create("https://evil.example/")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> orders.send(request, BodyHandlers.discarding()));
  }

  private static Destinations anywhere() {
    return Destinations.of(client());
  }

  private static Destinations listed() {
    return Destinations.of(
        client(),
        URI.create("https://api.example.com"),
        URI.create("https://EU.example.com:8443/"));
  }

  private static HttpClient client() {
    return HttpClient.newHttpClient();
  }
}
