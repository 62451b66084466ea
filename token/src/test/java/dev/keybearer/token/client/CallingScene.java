package dev.keybearer.token.client;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.Scene;
import dev.keybearer.token.turnstile.Origin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A simulated API, its issuer, and a client of it under test, all on a time that a test moves. */
final class CallingScene implements AutoCloseable {

  final Scene scene = new Scene();
  final Turnstiles turnstiles = new Turnstiles(scene.time);
  final RecordingHttpClient http =
      new RecordingHttpClient(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  final Origin origin = Origin.of(scene.issuer.uri());

  /** Jitter is not random here: every draw is this. */
  private volatile double jitter = 1;

  /** A client that calls with the tokens of the scene's source. */
  AuthorizedClient client() {
    return client(scene.source());
  }

  AuthorizedClient client(TokenSource source) {
    Means means = new Means(http, source, scene.time, () -> jitter, turnstiles);
    return new AuthorizedClient(means, Destinations.of(http));
  }

  void jitter(double share) {
    jitter = share;
  }

  URI api(String path) {
    return scene.issuer.api().resolve(path);
  }

  HttpRequest.Builder request() {
    return HttpRequest.newBuilder(api("orders"));
  }

  /** A plain GET on a thread of its own. */
  Future<HttpResponse<String>> calling(AuthorizedClient client) {
    return calling(client, request().build());
  }

  Future<HttpResponse<String>> calling(AuthorizedClient client, HttpRequest request) {
    FutureTask<HttpResponse<String>> call =
        new FutureTask<>(() -> client.send(request, BodyHandlers.ofString()));
    Thread thread = new Thread(call, "caller");
    thread.setDaemon(true);
    thread.start();
    return call;
  }

  static <R> R result(Future<R> call) throws Exception {
    return call.get(20, TimeUnit.SECONDS);
  }

  /** Ends a token at the issuer without telling its source. */
  void kill(Token token) {
    scene.issuer.revoke(token.value());
  }

  /** Requests that have reached the API. */
  int called() {
    return scene.issuer.referee().count(Endpoint.API);
  }

  List<RecordedRequest> calls() {
    return scene.issuer.referee().requests(Endpoint.API);
  }

  /** Waits in real time until so many calls stand in the row. */
  void awaitWaiting(int calls) {
    await(() -> turnstiles.at(origin).waiting() == calls, calls + " calls to wait");
  }

  /** Waits in real time until so many requests have reached the API. */
  void awaitCalled(int requests) {
    await(() -> called() >= requests, requests + " requests");
  }

  /** Gives what should not happen the time to happen. */
  boolean staysSo(BooleanSupplier claim) {
    return !scene.recorder.isSoWithin(Duration.ofMillis(50), () -> !claim.getAsBoolean());
  }

  private void await(BooleanSupplier claim, String what) {
    if (!scene.recorder.isSoWithin(Scene.PATIENCE, claim)) {
      throw new AssertionError("waited in vain for " + what + "; there were " + calls());
    }
  }

  @Override
  public void close() {
    scene.issuer.stop(); // first, so that no renewal waits for an answer that never comes
    scene.close();
  }
}
