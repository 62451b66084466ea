package dev.keybearer.token.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.RecordingRecorder;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.renewal.TokenSources;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A simulated issuer, a person with a browser, a store, and the sources that live from it. */
final class LoginScene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final URI REDIRECT = URI.create("http://127.0.0.1:45678/callback");

  final World world = World.open();
  final SimulatedIssuer issuer = world.issuer("corp");
  final FakeTime time;
  final RecordingRecorder recorder = new RecordingRecorder();
  final TokenStore store = MemoryTokenStore.open();
  private final HttpClient browser = HttpClient.newHttpClient();
  private @Nullable TokenSources sources;

  LoginScene() {
    world.clock().freeze();
    time = new FakeTime(world.clock().instant());
    issuer.client("app").redirectUris("http://127.0.0.1/callback");
    issuer.habits().tokenLife(Duration.ofSeconds(100));
  }

  /** Its endpoints are given by hand and its name is not known. */
  Issuer unnamedIssuer() {
    return Issuer.oauth2(
        new Endpoints(
            issuer.tokenEndpoint(),
            issuer.authorizationEndpoint(),
            issuer.deviceAuthorizationEndpoint(),
            issuer.revocationEndpoint()));
  }

  Issuer discoveredIssuer() {
    return Issuer.oidc(issuer.uri().toString());
  }

  Credential credential(Issuer at, Grant grant) {
    Credential.Client client = new Credential.Client("app", new ClientAuthentication.None());
    return Credential.of("ada", at, grant, client);
  }

  /** A public client whose listener chooses its port. */
  Credential coded() {
    URI anyPort = URI.create("http://127.0.0.1:0/callback");
    return credential(discoveredIssuer(), new Grant.AuthorizationCode(anyPort));
  }

  Credential onDevice() {
    return credential(unnamedIssuer(), new Grant.DeviceCode());
  }

  CodeLogin begin(Credential credential) {
    return CodeLogin.begin(credential, store, REDIRECT, time);
  }

  /** The person opens the address and decides; where the browser is sent then. */
  URI browse(URI address) {
    try {
      HttpResponse<Void> answer =
          browser.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(302);
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    } catch (IOException e) {
      throw new AssertionError("the browser failed", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The whole login of a person who says yes. */
  Login logIn(Credential credential) {
    CodeLogin login = begin(credential);
    return login.complete(browse(login.browserAddress()));
  }

  TokenSource source(Credential credential) {
    return sources().of(credential);
  }

  TokenSources sources() {
    if (sources == null) {
      sources =
          TokenSources.open(
              TokenSources.Options.STANDARD.withTime(time).withRecorder(recorder).withStore(store));
    }
    return sources;
  }

  /** The process ends and another begins; the store stays. */
  void restart() {
    sources().close();
    sources = null;
  }

  /** Time passes for everybody. */
  void advance(Duration by) {
    world.clock().advance(by);
    time.advance(by);
  }

  int asked() {
    return issuer.referee().count(Endpoint.TOKEN);
  }

  /** Waits in real time until the issuer has been asked so often. */
  void awaitAsked(int requests) {
    try {
      assertThat(issuer.referee().await(Endpoint.TOKEN, requests, PATIENCE)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The parameters of an address. */
  static Map<String, String> query(URI address) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : address.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  static TokenFailure failure(ThrowingCallable act) {
    TokenFailure failure = catchThrowableOfType(TokenFailure.class, act);
    assertThat(failure).isNotNull();
    return failure;
  }

  @Override
  public void close() {
    if (sources != null) {
      sources.close();
    }
    world.close();
    store.close();
  }
}
