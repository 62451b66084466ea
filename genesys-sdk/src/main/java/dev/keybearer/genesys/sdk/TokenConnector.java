package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.AsyncApiCallback;
import com.mypurecloud.sdk.v2.connector.ApiClientConnector;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorRequest;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorResponse;
import dev.keybearer.genesys.call.ApiCalls;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.Future;

/**
 * Sends the calls of the SDK, each with a token that lives. A call that is made at once waits on
 * its caller's thread; the deadline of one that is not counts from when it was handed in. Safe for
 * use by many threads.
 */
final class TokenConnector implements ApiClientConnector {
  /** Where the SDK would log in by itself. */
  private static final String LOGIN = "/oauth/token";

  private final ApiCalls calls;
  private final Origin api;
  private final ApiClientConnector delegate;
  private final Workers workers;

  TokenConnector(ApiCalls calls, Origin api, ApiClientConnector delegate, Workers workers) {
    this.calls = calls;
    this.api = api;
    this.delegate = delegate;
    this.workers = workers;
  }

  @Override
  public ApiClientConnectorResponse invoke(ApiClientConnectorRequest request) throws IOException {
    try {
      return answer(request, calls.deadline());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while a call waited").initCause(e);
    }
  }

  @Override
  public Future<ApiClientConnectorResponse> invokeAsync(
      ApiClientConnectorRequest request, AsyncApiCallback<ApiClientConnectorResponse> callback) {
    Deadline deadline = calls.deadline();
    AsyncCall call = new AsyncCall(() -> answer(request, deadline), callback);
    workers.begin(call, deadline.limit());
    return call.future();
  }

  @Override
  public void close() throws IOException {
    workers.close();
    SdkAnswer.letGo(delegate);
  }

  private ApiClientConnectorResponse answer(ApiClientConnectorRequest request, Deadline deadline)
      throws IOException, InterruptedException {
    requireHome(request.getUrl());
    return calls.answer(new SdkSending(request, delegate), deadline);
  }

  /** G12: a token goes where it is meant for, and nowhere else. */
  private void requireHome(String url) throws IOException {
    URI to = uri(url);
    if (to.getScheme() == null || to.getHost() == null || !Origin.of(to).equals(api)) {
      String path = to.getPath();
      throw new IllegalArgumentException(
          path != null && path.endsWith(LOGIN)
              ? "the SDK is not to log in: tokens come from the source, so leave out authorize…"
              : "the token is meant for " + api + " and is sent nowhere else");
    }
  }

  private static URI uri(String url) throws IOException {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IOException("the address of a call is none; its path has characters to escape");
    }
  }
}
