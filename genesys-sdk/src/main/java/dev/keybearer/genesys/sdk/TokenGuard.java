package dev.keybearer.genesys.sdk;

import java.io.IOException;
import org.apache.http.Header;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.protocol.HttpContext;

/**
 * Keeps the token of a request from those who have no use for it: other interceptors, which write
 * header fields into logs, and hosts that a redirect leads to, to which Apache's client would send
 * it along.
 */
record TokenGuard(HttpRequestInterceptor next) implements HttpRequestInterceptor {
  private static final String FIELD = "Authorization";

  /** Where a call's first request went, in the context that its redirects share. */
  private static final String HOME = TokenGuard.class.getName() + ".home";

  @Override
  public void process(HttpRequest request, HttpContext context) throws HttpException, IOException {
    Header[] tokens = request.getHeaders(FIELD);
    request.removeHeaders(FIELD);
    if (tokens.length > 0) {
      request.setHeader(FIELD, "Bearer ***");
    }
    next.process(request, context);
    request.removeHeaders(FIELD);
    if (isAtHome(context)) {
      for (Header token : tokens) {
        request.addHeader(token);
      }
    }
  }

  /** Whether the request goes where the first of its call went. */
  private static boolean isAtHome(HttpContext context) {
    HttpHost target = HttpClientContext.adapt(context).getTargetHost();
    Object home = context.getAttribute(HOME);
    if (home == null) {
      context.setAttribute(HOME, target);
      return true;
    }
    return home.equals(target);
  }
}
