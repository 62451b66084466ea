package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.Link;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Line;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request on a stream, while it is put into the form that HTTP/1.1 has, in which all
 * are judged (RFC 9113 section 8.3). What section 8 calls malformed is refused here, for the codec
 * would repair it or let it pass; everything else is left to the pipeline. For one head.
 *
 * <pre>
 *   :method GET              GET /a HTTP/1.1
 *   :scheme https
 *   :path /a
 *   :authority api           Host: api
 *   cookie: a=b              cookie: a=b; c=d        crumbs are one field again, section 8.2.3
 *   cookie: c=d
 *   (no end of the stream)   transfer-encoding: chunked, unless a length is told
 * </pre>
 */
public final class StreamHead {
  /** More than any client sends (G9). */
  public static final int MOST_FIELDS = 100;

  static final int LONGEST_PATH = 8 << 10;

  /** RFC 9113 section 8.2.2: of a connection, which HTTP/2 has other ways for. */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

  private final Link link;
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder cookies = new StringBuilder(0);
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String path;
  private @Nullable String authority;
  private @Nullable String host;
  private boolean measured;

  public StreamHead(Link link) {
    this.link = link;
  }

  /** Takes all fields of a head; answers what is wrong with it, or null. */
  public @Nullable WireFault take(FieldsAsTheyCame fields) {
    if (fields.isMisplaced()) {
      return WireFault.FRAMING;
    }
    if (fields.size() > MOST_FIELDS) {
      return WireFault.LONG_HEADER;
    }
    for (Map.Entry<CharSequence, CharSequence> field : fields) {
      String name = field.getKey().toString();
      String value = field.getValue().toString();
      boolean pseudo = name.startsWith(":");
      boolean good = isClean(value) && (pseudo ? takePseudo(name, value) : take(name, value));
      if (!good) {
        return WireFault.FRAMING;
      }
    }
    return whole();
  }

  private @Nullable WireFault whole() {
    if (method == null || !isTarget()) {
      return WireFault.FRAMING;
    }
    boolean differ = authority != null && host != null && !authority.equalsIgnoreCase(host);
    if (differ) {
      return WireFault.FRAMING;
    }
    return path != null && path.length() > LONGEST_PATH ? WireFault.LONG_TARGET : null;
  }

  private boolean isTarget() {
    if ("CONNECT".equals(method)) { // section 8.5
      return scheme == null && path == null && authority != null;
    }
    boolean known = link.encrypted() ? "https".equals(scheme) : "http".equals(scheme);
    boolean whole = "*".equals(path) && "OPTIONS".equals(method);
    return known && path != null && (path.startsWith("/") || whole);
  }

  /** Each at most once, none empty, and no other than these. */
  private boolean takePseudo(String name, String value) {
    if (value.isEmpty()) {
      return false;
    }
    boolean first;
    switch (name) {
      case ":method" -> {
        first = method == null;
        method = value;
      }
      case ":scheme" -> {
        first = scheme == null;
        scheme = value;
      }
      case ":path" -> {
        first = path == null;
        path = value;
      }
      case ":authority" -> {
        first = authority == null;
        authority = value;
      }
      default -> first = false;
    }
    return first && value.indexOf(' ') < 0;
  }

  private boolean take(String name, String value) {
    if (!isName(name) || OF_CONNECTION.contains(name)) {
      return false;
    }
    return switch (name) {
      case "te" -> value.equals("trailers");
      case "host" -> {
        boolean first = host == null;
        host = value;
        yield first;
      }
      case "cookie" -> {
        cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
        yield true;
      }
      default -> {
        measured |= name.equals("content-length");
        lines.add(new Line(name, value));
        yield true;
      }
    };
  }

  /** RFC 9113 section 8.2.1, with nothing more than a token may hold. */
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      if (each <= ' ' || each >= 0x7f || each == ':' || (each >= 'A' && each <= 'Z')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** No end of a line, and no blank at either end. */
  private static boolean isClean(String value) {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char each = value.charAt(i);
      if (each == 0 || each == '\r' || each == '\n') {
        return false;
      }
    }
    return length == 0 || (!isBlank(value.charAt(0)) && !isBlank(value.charAt(length - 1)));
  }

  private static boolean isBlank(char each) {
    return each == ' ' || each == '\t';
  }

  /** Whether fields behind a body are such; they go no further. */
  public static boolean areTrailers(Http2Headers fields) {
    for (Map.Entry<CharSequence, CharSequence> field : fields) {
      boolean good = isName(field.getKey().toString()) && isClean(field.getValue().toString());
      if (!good) {
        return false;
      }
    }
    return fields.size() <= MOST_FIELDS;
  }

  /**
   * The request; there once all of it has been taken.
   *
   * @param ended whether nothing follows
   */
  public Request request(boolean ended) {
    List<Line> all = new ArrayList<>(lines.size() + 3);
    String asked = authority == null ? host : authority;
    if (asked != null) {
      all.add(new Line("host", asked));
    }
    all.addAll(lines);
    if (!cookies.isEmpty()) {
      all.add(new Line("cookie", cookies.toString()));
    }
    if (!ended && !measured) {
      all.add(new Line("transfer-encoding", "chunked"));
    }
    String target = path == null ? String.valueOf(asked) : path;
    return new Request(String.valueOf(method), target, all, link);
  }

  /** Whether the answer has no body. */
  public boolean isHead() {
    return "HEAD".equals(method);
  }

  @Override
  public String toString() {
    return "StreamHead[" + lines.size() + " lines]";
  }
}
