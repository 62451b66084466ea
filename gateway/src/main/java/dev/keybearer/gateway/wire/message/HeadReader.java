package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.WireFault;

/**
 * Goes through one head whose lines have all come, and judges what frames its message; the rest is
 * judged by whoever goes through it. For one head.
 *
 * <pre>
 *   words of the first line, one SP each              HTTP/1.0 or HTTP/1.1 among them
 *   name ":" blanks value blanks CR LF                no blank in a name, none before it
 *   CR LF
 * </pre>
 *
 * Blanks behind a name make a request ambiguous; from an answer a proxy takes them out (RFC 9112
 * section 5.1).
 */
final class HeadReader {
  /** More digits than any body has, and fewer than a long can hold. */
  private static final int MOST_DIGITS = 18;

  private final byte[] octets;
  private final HeadLines lines;
  private final boolean ofAnswer;
  private int at;
  private int line;
  private int name;
  private int nameEnd;
  private int value;
  private int valueEnd;
  private boolean old;
  private boolean closes;
  private boolean stays;
  private boolean chunked;
  private long length = Framing.UNTOLD;

  private HeadReader(byte[] octets, HeadLines lines, boolean ofAnswer) {
    this.octets = octets;
    this.lines = lines;
    this.ofAnswer = ofAnswer;
  }

  /** Begins with a request; the octets begin with it. */
  static HeadReader ofRequest(byte[] octets, HeadLines lines) {
    return new HeadReader(octets, lines, false);
  }

  /** Begins with an answer; the octets begin with it. */
  static HeadReader ofAnswer(byte[] octets, HeadLines lines) {
    return new HeadReader(octets, lines, true);
  }

  /** Where it goes on. */
  int at() {
    return at;
  }

  /** Goes on behind the blank; where the word before it begins. It has at least one octet. */
  int word() throws BadMessage {
    int start = at;
    while (Ascii.isVisible(octets[at])) {
      at++;
    }
    if (octets[at] != ' ' || at == start) {
      throw BadMessage.framing();
    }
    at++;
    return start;
  }

  /** Goes on behind the version. */
  void version() throws BadMessage {
    boolean isOne = Ascii.is("HTTP/", octets, at, at + 5) && Ascii.isDigit(octets[at + 5]);
    if (!isOne || octets[at + 6] != '.' || !Ascii.isDigit(octets[at + 7])) {
      throw BadMessage.framing();
    }
    byte major = octets[at + 5];
    byte minor = octets[at + 7];
    at += 8;
    boolean ends = ofAnswer ? octets[at] == ' ' : at == lines.end(0);
    if (!ends) {
      throw BadMessage.framing();
    }
    old = minor == '0';
    if (major != '1' || minor > '1') {
      throw new BadMessage(WireFault.VERSION);
    }
  }

  /** Goes on with the next field; the first line is behind it then. */
  void field() throws BadMessage {
    name = lines.end(line) + 2;
    line++;
    at = name;
    while (Ascii.isVisible(octets[at]) && octets[at] != ':') {
      at++;
    }
    nameEnd = at;
    while (ofAnswer && Ascii.isBlank(octets[at])) {
      at++;
    }
    if (octets[at] != ':' || nameEnd == name) {
      throw BadMessage.framing();
    }
    value = at + 1;
    valueEnd = lines.end(line);
    trim();
    note();
  }

  private void trim() {
    while (value < valueEnd && Ascii.isBlank(octets[value])) {
      value++;
    }
    while (valueEnd > value && Ascii.isBlank(octets[valueEnd - 1])) {
      valueEnd--;
    }
  }

  /** Where the name of the field begins. */
  int name() {
    return name;
  }

  int nameEnd() {
    return nameEnd;
  }

  /** Where its value begins, without the blanks around it. */
  int value() {
    return value;
  }

  int valueEnd() {
    return valueEnd;
  }

  /** What frames a message must be found under its one name and value only. */
  private void note() throws BadMessage {
    switch (nameEnd - name) {
      case 10 -> {
        if (Ascii.isAlike("connection", octets, name, nameEnd)) {
          connection();
        }
      }
      case 14 -> {
        if (Ascii.isAlike("content-length", octets, name, nameEnd)) {
          length();
        }
      }
      case 17 -> {
        if (Ascii.isAlike("transfer-encoding", octets, name, nameEnd)) {
          coding();
        }
      }
      default -> {}
    }
  }

  private void connection() {
    for (String option : Ascii.text(octets, value, valueEnd).split(",", -1)) {
      closes |= option.strip().equalsIgnoreCase("close");
      stays |= option.strip().equalsIgnoreCase("keep-alive");
    }
  }

  private void length() throws BadMessage {
    int digits = valueEnd - value;
    if (digits == 0 || digits > MOST_DIGITS || length != Framing.UNTOLD) {
      throw BadMessage.framing();
    }
    long told = 0;
    for (int i = value; i < valueEnd; i++) {
      if (!Ascii.isDigit(octets[i])) {
        throw BadMessage.framing();
      }
      told = 10 * told + octets[i] - '0';
    }
    length = told;
  }

  private void coding() throws BadMessage {
    if (chunked || !Ascii.is("chunked", octets, value, valueEnd)) {
      throw BadMessage.framing();
    }
    chunked = true;
  }

  /** What all fields amount to. */
  Framing framing() throws BadMessage {
    if (chunked && (old || length != Framing.UNTOLD)) {
      throw BadMessage.framing();
    }
    return new Framing(old, !closes && (!old || stays), length, chunked);
  }
}
