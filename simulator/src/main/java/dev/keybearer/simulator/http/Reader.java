package dev.keybearer.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection, one after the other.
 *
 * <pre>
 *   METHOD SP target SP HTTP/1.x CRLF
 *   name ":" value CRLF ...          at most 64 KiB up to and with the empty line
 *   CRLF
 *   body                             Content-Length or chunked, at most 4 MiB
 * </pre>
 */
final class Reader {
  private static final int LINE_LIMIT = 64 * 1024;
  private static final int BODY_LIMIT = 4 * 1024 * 1024;

  private final InputStream in;
  private final StringBuilder line = new StringBuilder(256);
  private int headSize;

  Reader(InputStream in) {
    this.in = in;
  }

  /** The head of the next request, or null when the client has closed. */
  @Nullable Head head() throws IOException {
    headSize = 0;
    String start = line();
    if (start == null) {
      return null;
    }
    int first = start.indexOf(' ');
    int last = start.lastIndexOf(' ');
    if (first < 1 || last <= first || !start.startsWith("HTTP/1.", last + 1)) {
      throw new ProtocolException("request line is not METHOD target HTTP/1.x");
    }
    Fields fields = new Fields();
    for (String field = line(); field == null || !field.isEmpty(); field = line()) {
      addField(fields, field);
    }
    return new Head(start.substring(0, first), start.substring(first + 1, last), fields);
  }

  private static void addField(Fields fields, @Nullable String field) throws ProtocolException {
    int colon = field == null ? -1 : field.indexOf(':');
    if (field == null || colon < 1) {
      throw new ProtocolException("header line is not name: value");
    }
    fields.add(field.substring(0, colon), field.substring(colon + 1).strip());
  }

  /** The body that belongs to a head. */
  String body(Head head) throws IOException {
    if (head.fields().first("Transfer-Encoding") != null) {
      return chunked();
    }
    String length = head.fields().first("Content-Length");
    if (length == null) {
      return "";
    }
    return new String(exactly(number(length, 10)), StandardCharsets.UTF_8);
  }

  private String chunked() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (true) {
      headSize = 0;
      String size = line();
      if (size == null) {
        throw new ProtocolException("body ends inside its chunks");
      }
      int extension = size.indexOf(';');
      byte[] chunk = exactly(number(extension < 0 ? size : size.substring(0, extension), 16));
      String end = line();
      if (chunk.length == 0) {
        skipTrailers(end);
        return whole.toString(StandardCharsets.UTF_8);
      }
      whole.write(chunk, 0, chunk.length);
      if (whole.size() > BODY_LIMIT) {
        throw new ProtocolException("body is larger than " + BODY_LIMIT + " bytes");
      }
    }
  }

  private void skipTrailers(@Nullable String first) throws IOException {
    String trailer = first;
    while (trailer != null && !trailer.isEmpty()) {
      trailer = line();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ProtocolException("body is shorter than announced");
    }
    return bytes;
  }

  private static int number(String text, int radix) throws ProtocolException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0 && number <= BODY_LIMIT) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new ProtocolException("length is not a number");
    }
    throw new ProtocolException("length is not between 0 and " + BODY_LIMIT);
  }

  /** The next line without its end, or null when the client closed before its first byte. */
  private @Nullable String line() throws IOException {
    line.setLength(0);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        if (line.isEmpty()) {
          return null;
        }
        throw new ProtocolException("line without an end");
      }
      line.append((char) next);
      headSize++;
      if (headSize > LINE_LIMIT) {
        throw new ProtocolException("head is larger than " + LINE_LIMIT + " bytes");
      }
    }
    int length = line.length();
    boolean returned = length > 0 && line.charAt(length - 1) == '\r';
    return line.substring(0, returned ? length - 1 : length);
  }

  /** The part of a request before its body. */
  record Head(String method, String target, Fields fields) {
    String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    String query() {
      int query = target.indexOf('?');
      return query < 0 ? "" : target.substring(query + 1);
    }
  }
}
