package dev.keybearer.token.client;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The answer that the caller sees; its request is the caller's own, which carries no token.
 *
 * @param head all but the body
 */
record Answered<T>(HttpRequest request, HttpResponse<?> head, T body) implements HttpResponse<T> {
  @Override
  public int statusCode() {
    return head.statusCode();
  }

  /** None: what came before the answer was for nobody. */
  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return head.headers();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return head.sslSession();
  }

  @Override
  public URI uri() {
    return head.uri();
  }

  @Override
  public Version version() {
    return head.version();
  }

  /** What was asked and how it ended, never the body. */
  @Override
  public String toString() {
    return "(" + request.method() + " " + uri() + ") " + statusCode();
  }
}
