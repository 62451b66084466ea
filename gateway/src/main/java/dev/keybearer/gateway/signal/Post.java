package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.budget.RetryAfter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over one connection, to an address that was looked at before (X1, X2). The
 * JDK's client looks the name up by itself, once more, and may be told something else then; here
 * the socket goes to the very address that was judged, while TLS still asks for the name.
 *
 * <pre>
 *   look up ─▶ judge every address ─▶ connect to one of them ─▶ TLS: name, certificate ─▶ POST ─▶ status, fields
 *   └───────────────────────────────── one deadline over all, at which the socket is closed ───────────────────┘
 * </pre>
 *
 * For one thread, which is virtual: an interrupt closes its socket.
 */
final class Post {
  /** Octets of the head of an answer. Its body is not read. */
  static final int LONGEST_HEAD = 16 * 1024;

  /** Answers that come before the answer (RFC 9110 section 15.2). */
  private static final int MOST_INTERIM = 8;

  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private final Resolver resolver;
  private final ScheduledExecutorService clock;
  private int turn; // which of several addresses is next, after one that failed

  /** Closes sockets at their deadlines on the threads of this clock. */
  Post(Resolver resolver, ScheduledExecutorService clock) {
    this.resolver = resolver;
    this.clock = clock;
  }

  /**
   * Sends a body.
   *
   * @throws IOException when there is no answer in time, or none that may be asked for
   */
  Reply send(Endpoint to, Map<String, String> fields, byte[] body, Duration patience)
      throws IOException, InterruptedException {
    Deadline deadline = new Deadline(System.nanoTime() + patience.toNanos());
    List<InetAddress> addresses = judged(to, deadline);
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      Future<?> end = clock.schedule(() -> close(socket), deadline.left(), TimeUnit.NANOSECONDS);
      try {
        InetAddress address = addresses.get(turn % addresses.size());
        Socket open = connect(socket, address, to, deadline);
        open.getOutputStream().write(head(to.url(), fields, body.length));
        open.getOutputStream().write(body);
        open.getOutputStream().flush();
        return answer(new BufferedInputStream(open.getInputStream()));
      } catch (IOException e) {
        turn = (turn + 1) & Short.MAX_VALUE;
        throw deadline.left() > 0 ? e : new IOException("no answer within " + patience, e);
      } finally {
        end.cancel(false);
      }
    }
  }

  /** All addresses of an endpoint, each of which may be connected to. */
  private List<InetAddress> judged(Endpoint to, Deadline deadline)
      throws IOException, InterruptedException {
    List<InetAddress> addresses = lookUp(host(to.url()), deadline);
    for (InetAddress each : addresses) {
      Address address = Address.of(each);
      String objection = to.reach().objection(address, to.isEncrypted());
      if (objection != null) {
        throw new IOException("it is at " + address + ", where nothing may go: " + objection);
      }
    }
    return addresses;
  }

  /** The platform's look-up hears no interrupt, and takes its own time. */
  private List<InetAddress> lookUp(String host, Deadline deadline)
      throws IOException, InterruptedException {
    FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> resolver.resolve(host));
    Thread _ = Thread.ofVirtual().name("keybearer-lookup").start(lookup);
    try {
      return lookup.get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("its address could not be found in time", e);
    } catch (ExecutionException e) {
      throw new IOException("its address is not known", e);
    }
  }

  private static Socket connect(Socket socket, InetAddress address, Endpoint to, Deadline deadline)
      throws IOException {
    int port = Reach.port(to.url());
    socket.connect(new InetSocketAddress(address, port), deadline.millis());
    socket.setTcpNoDelay(true);
    return to.isEncrypted() ? encrypted(socket, to, port) : socket;
  }

  private static SSLSocket encrypted(Socket socket, Endpoint to, int port) throws IOException {
    String host = host(to.url());
    SSLSocket tls = (SSLSocket) to.tls().getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!LITERAL.matcher(host).matches()) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private static byte[] head(URI url, Map<String, String> fields, int length) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
    head.append("Host: ").append(url.getHost()).append(port).append("\r\n");
    fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Type: application/json\r\nUser-Agent: Keybearer\r\n");
    head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Reply answer(InputStream in) throws IOException {
    Head head = new Head(in);
    for (int i = 0; i < MOST_INTERIM; i++) {
      Reply reply = head.read();
      if (reply.status() >= 200) {
        return reply;
      }
    }
    throw new IOException("it announced an answer again and again, and gave none");
  }

  /** A URL's host as look-ups and certificates know it. */
  private static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // whoever uses it finds out
    }
  }

  /**
   * What an endpoint answered.
   *
   * @param retryAfter as it stood there, or null
   * @param date its own clock as it stood there, or null
   */
  record Reply(int status, @Nullable String retryAfter, @Nullable String date) {
    /** How long it wants to be left alone. */
    Duration asked(Instant now) {
      Duration asked = RetryAfter.parse(retryAfter, sender(now));
      return asked == null ? Duration.ZERO : asked;
    }

    /** A date in Retry-After counts from the sender's own clock (R6). */
    private Instant sender(Instant now) {
      if (date == null) {
        return now;
      }
      try {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      } catch (DateTimeException e) {
        return now;
      }
    }
  }

  /** A moment on the machine's clock: sockets know no other. */
  private record Deadline(long nanos) {
    long left() {
      return nanos - System.nanoTime();
    }

    /** At least one: zero would mean for ever. */
    int millis() {
      return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left()));
    }
  }

  /** The head of an answer, line by line. */
  private static final class Head {
    private final InputStream in;
    private int left = LONGEST_HEAD;

    Head(InputStream in) {
      this.in = in;
    }

    Reply read() throws IOException {
      var status = STATUS.matcher(line());
      if (!status.matches()) {
        throw new IOException("it does not answer in HTTP/1.1");
      }
      String retryAfter = null;
      String date = null;
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = Math.max(0, line.indexOf(':'));
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "retry-after" -> retryAfter = value;
          case "date" -> date = value;
          default -> {}
        }
      }
      return new Reply(Integer.parseInt(status.group(1)), retryAfter, date);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int octet = in.read(); octet != '\n'; octet = in.read()) {
        if (octet < 0) {
          throw new IOException("it closed the connection before it answered");
        }
        if (--left < 0) {
          throw new IOException("the head of its answer is longer than " + LONGEST_HEAD);
        }
        line.append((char) octet);
      }
      int end = line.length() - 1;
      return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }
  }
}
