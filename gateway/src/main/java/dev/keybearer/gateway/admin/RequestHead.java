package dev.keybearer.gateway.admin;

import com.sun.net.httpserver.Headers;
import dev.keybearer.gateway.field.Field;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that has no body (RFC 9112). What is not exactly of this form is refused;
 * nothing is repaired.
 *
 * <pre>
 *   head  = method SP target SP "HTTP/1.1" CRLF *( line CRLF ) CRLF       8 KiB at most
 *   line  = name ":" *BLANK value *BLANK
 * </pre>
 */
record RequestHead(String method, String target, Headers fields) {
  static final int LONGEST = 8 * 1024;

  private static final String VERSION = "HTTP/1.1";
  private static final String LINE_END = "\r\n";
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> ZERO = List.of("0");

  /**
   * Reads one, to its end and no further than that.
   *
   * @return null when the other end hung up before
   */
  static @Nullable RequestHead read(InputStream in) throws IOException, BadRequest {
    byte[] octets = new byte[LONGEST];
    int length = 0;
    while (length < LONGEST) {
      int more = in.read(octets, length, LONGEST - length);
      if (more < 0) {
        return null;
      }
      int end = end(octets, Math.max(0, length - 3), length + more);
      length += more;
      if (end >= 0) {
        if (end < length) {
          throw new BadRequest("nothing is expected after the head of the request");
        }
        return parse(new String(octets, 0, end - 4, StandardCharsets.ISO_8859_1));
      }
    }
    throw new BadRequest(431, "a head of at most " + LONGEST + " bytes is expected");
  }

  /** Behind the empty line, or -1 without one. */
  private static int end(byte[] octets, int from, int to) {
    for (int i = from; i + 4 <= to; i++) {
      if (Arrays.equals(octets, i, i + 4, END, 0, END.length)) {
        return i + 4;
      }
    }
    return -1;
  }

  private static RequestHead parse(String text) throws BadRequest {
    String[] lines = text.split(LINE_END, -1);
    String[] start = lines[0].split(" ", -1);
    if (start.length != 3 || !Field.isName(start[0]) || !isTarget(start[1])) {
      throw new BadRequest("a first line such as GET /token/NAME " + VERSION + " is expected");
    }
    if (!start[2].equals(VERSION)) {
      throw new BadRequest(505, VERSION + " is expected");
    }
    Headers fields = new Headers();
    for (int i = 1; i < lines.length; i++) {
      add(fields, lines[i]);
    }
    boolean empty = fields.getOrDefault("Content-Length", ZERO).equals(ZERO);
    if (!empty || fields.containsKey("Transfer-Encoding")) {
      throw new BadRequest("no body is expected");
    }
    return new RequestHead(start[0], start[1], fields);
  }

  private static boolean isTarget(String text) {
    return !text.isEmpty() && text.chars().allMatch(each -> each > ' ' && each < 0x7f);
  }

  private static void add(Headers fields, String line) throws BadRequest {
    int colon = line.indexOf(':');
    try {
      Field field = Field.of(line.substring(0, Math.max(colon, 0)), value(line, colon));
      fields.add(field.name(), field.value());
    } catch (IllegalArgumentException e) {
      throw new BadRequest("fields such as Host: localhost are expected, each on a line");
    }
  }

  /** Blanks are spaces and tabs, and nothing else that a value may begin or end with. */
  private static String value(String line, int colon) {
    int start = colon + 1;
    int end = line.length();
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  /** Method alone: fields hold secrets. */
  @Override
  public String toString() {
    return "RequestHead[" + method + "]";
  }
}
