package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one head whose lines have all come, and judges what frames it; the pipeline judges the
 * rest. For one head.
 *
 * <pre>
 *   GET SP /path SP HTTP/1.1 CR LF      one SP each
 *   name ":" blanks value blanks CR LF  no blank in or behind a name, none before it
 *   CR LF
 * </pre>
 */
final class HeadReader {
  /** More digits than any body has, and fewer than a long can hold. */
  private static final int MOST_DIGITS = 18;

  private static final long UNTOLD = -1;

  private static final String[] METHODS = {
    "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"
  };

  private final byte[] octets;
  private final List<Line> lines;
  private int at;
  private boolean old;
  private boolean closes;
  private boolean stays;
  private boolean chunked;
  private long length = UNTOLD;

  private HeadReader(byte[] octets, int count) {
    this.octets = octets;
    this.lines = new ArrayList<>(count);
  }

  /**
   * Reads a head.
   *
   * @param octets that begin with it; every line of it ends with CR LF
   * @param count how many fields it has
   */
  static RequestHead read(byte[] octets, int count) {
    try {
      return new HeadReader(octets, count).head(count);
    } catch (BadRequest e) {
      return new RequestHead(e.fault());
    }
  }

  private RequestHead head(int count) throws BadRequest {
    String method = method(upTo((byte) ' '));
    String target = text(upTo((byte) ' '), at - 1);
    version();
    for (int i = 0; i < count; i++) {
      field();
    }
    return new RequestHead(method, target, lines, framing());
  }

  private RequestHead.Framing framing() throws BadRequest {
    if (chunked && (old || length != UNTOLD)) {
      throw new BadRequest(WireFault.FRAMING);
    }
    boolean keepAlive = !closes && (!old || stays);
    return new RequestHead.Framing(old, keepAlive, Math.max(0, length), chunked);
  }

  /** Goes on behind the mark; where what stands before it begins. At least one octet does. */
  private int upTo(byte mark) throws BadRequest {
    int start = at;
    while (isVisible(octets[at]) && octets[at] != mark) {
      at++;
    }
    if (octets[at] != mark || at == start) {
      throw new BadRequest(WireFault.FRAMING);
    }
    at++;
    return start;
  }

  private String method(int start) throws BadRequest {
    int end = at - 1;
    for (String known : METHODS) {
      if (is(known, start, end)) {
        return known;
      }
    }
    String method = text(start, end);
    if (!Field.isName(method)) {
      throw new BadRequest(WireFault.FRAMING);
    }
    return method;
  }

  private boolean is(String word, int start, int end) {
    if (word.length() != end - start) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (octets[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void version() throws BadRequest {
    int start = at;
    boolean isOne = is("HTTP/", start, start + 5) && isDigit(octets[start + 5]);
    isOne = isOne && octets[start + 6] == '.' && isDigit(octets[start + 7]);
    if (!isOne || octets[start + 8] != '\r' || octets[start + 9] != '\n') {
      throw new BadRequest(WireFault.FRAMING);
    }
    old = octets[start + 7] == '0';
    if (octets[start + 5] != '1' || octets[start + 7] > '1') {
      throw new BadRequest(WireFault.VERSION);
    }
    at = start + 10;
  }

  private void field() throws BadRequest {
    int start = upTo((byte) ':');
    String name = text(start, at - 1);
    int end = at;
    while (octets[end] != '\n') {
      end++;
    }
    String value = value(at, end - 1);
    at = end + 1;
    lines.add(new Line(name, value));
    note(name, value);
  }

  /** What frames the request must be found under its one name and value only. */
  private void note(String name, String value) throws BadRequest {
    switch (name.length()) {
      case 10 -> {
        if (name.equalsIgnoreCase("connection")) {
          connection(value);
        }
      }
      case 14 -> {
        if (name.equalsIgnoreCase("content-length")) {
          length(value);
        }
      }
      case 17 -> {
        if (name.equalsIgnoreCase("transfer-encoding")) {
          coding(value);
        }
      }
      default -> {}
    }
  }

  private void connection(String value) {
    for (String option : value.split(",", -1)) {
      closes |= option.strip().equalsIgnoreCase("close");
      stays |= option.strip().equalsIgnoreCase("keep-alive");
    }
  }

  private void length(String value) throws BadRequest {
    boolean digits = !value.isEmpty() && value.length() <= MOST_DIGITS && length == UNTOLD;
    for (int i = 0; i < value.length(); i++) {
      digits &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!digits) {
      throw new BadRequest(WireFault.FRAMING);
    }
    length = Long.parseLong(value);
  }

  private void coding(String value) throws BadRequest {
    if (chunked || !value.equals("chunked")) {
      throw new BadRequest(WireFault.FRAMING);
    }
    chunked = true;
  }

  private String value(int start, int end) {
    int first = start;
    int last = end;
    while (first < last && isBlank(octets[first])) {
      first++;
    }
    while (last > first && isBlank(octets[last - 1])) {
      last--;
    }
    return text(first, last);
  }

  private String text(int start, int end) {
    return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static boolean isVisible(byte octet) {
    return octet > ' ' && octet < 0x7f;
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
