package dev.keybearer.token.http;

import dev.keybearer.token.http.NoAnswer.Fate;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The exchange over {@link HttpClient}: HTTP/1.1, TLS 1.2 or newer, no redirects, no compression,
 * no proxy unless given.
 *
 * <p>Connections are kept and used again. The client has no {@code close} on Java 17; its threads
 * are daemons and end after it is collected.
 */
public final class JdkExchange implements Exchange {
  /** A host that does not take a connection within this time is down for us. */
  public static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /** What a TLS library says about a certificate fits; more would be noise. */
  private static final int LONGEST_REASON = 200;

  private final HttpClient client;
  private final LongSupplier nanos;

  private JdkExchange(HttpClient client, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
  }

  /** An exchange with the runtime's trust store and no proxy. */
  public static JdkExchange of() {
    return of(null, null, System::nanoTime);
  }

  /**
   * An exchange with its own trust and keys, proxy and clock.
   *
   * @param tls what to trust and what to show, or null for the runtime's trust store
   * @param proxy which proxy to use for which address, or null for none; the environment and system
   *     properties are never asked
   * @param nanos monotonic time for {@link Answer#askedAt()} and {@link Answer#answeredAt()}
   */
  public static JdkExchange of(
      @Nullable SSLContext tls, @Nullable ProxySelector proxy, LongSupplier nanos) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .proxy(proxy == null ? HttpClient.Builder.NO_PROXY : proxy)
            .sslParameters(parameters);
    if (tls != null) {
      builder.sslContext(tls);
    }
    return new JdkExchange(builder.build(), nanos);
  }

  @Override
  public Answer send(Ask ask, Duration limit) throws NoAnswer {
    if (limit.isNegative() || limit.isZero()) {
      throw new NoAnswer(ask, Fate.NOT_SENT, "no time was left to ask");
    }
    byte[] bytes = ask.body();
    GatedBody body = bytes == null ? null : new GatedBody(bytes);
    HttpRequest request = request(ask, body);
    long askedAt = nanos.getAsLong();
    CompletableFuture<HttpResponse<byte[]>> flight =
        client.sendAsync(request, head -> new BoundedBody(head.headers(), ask.answerLimit()));
    try {
      HttpResponse<byte[]> response = flight.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Answer(
          response.statusCode(), response.headers(), response.body(), askedAt, nanos.getAsLong());
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new NoAnswer(ask, fate(body, cause), describe(cause));
    } catch (TimeoutException late) {
      flight.cancel(true);
      String what = "no whole answer within " + limit.toMillis() + " ms";
      throw new NoAnswer(ask, fate(body, late), what);
    } catch (InterruptedException interrupted) {
      flight.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer(ask, fate(body, interrupted), "the waiting thread was interrupted");
    }
  }

  private static HttpRequest request(Ask ask, @Nullable GatedBody body) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(ask.uri());
    ask.headers().forEach(builder::setHeader);
    if (body != null) {
      return builder.method(ask.method(), body).build();
    }
    // Newer runtimes leave the Content-Length out of a GET only when it is asked for like this.
    return ask.method().equals("GET")
        ? builder.GET().build()
        : builder.method(ask.method(), BodyPublishers.noBody()).build();
  }

  /**
   * A body tells by its gate. Without one only failures that come before the first byte count as
   * not sent; the client repeats such a request by itself when a kept connection ends under it, but
   * what has no body uses nothing up that could not be asked for again.
   */
  private static Fate fate(@Nullable GatedBody body, Throwable cause) {
    boolean unsent = body == null ? failsBeforeSending(cause) : body.shut();
    return unsent ? Fate.NOT_SENT : Fate.UNKNOWN;
  }

  private static boolean failsBeforeSending(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException;
  }

  /** Only texts of our own and of the TLS library; other texts may quote the answer. */
  private static String describe(Throwable cause) {
    if (cause instanceof BodyRefused refused) {
      return String.valueOf(refused.getMessage());
    }
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection within " + CONNECT_LIMIT.toMillis() + " ms";
    }
    if (cause instanceof ConnectException) {
      return isUnresolved(cause)
          ? "the host name does not resolve"
          : "no connection: refused or unreachable";
    }
    if (cause instanceof SSLException) {
      return "TLS failed: " + printable(String.valueOf(cause.getMessage()));
    }
    return "the connection broke (" + cause.getClass().getSimpleName() + ")";
  }

  private static boolean isUnresolved(Throwable cause) {
    return cause.getCause() instanceof java.nio.channels.UnresolvedAddressException;
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
