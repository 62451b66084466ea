package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.field.Field;
import java.util.Arrays;

/**
 * Reads the head of an answer, in which no octet stands that somebody could take for the end of a
 * line.
 *
 * <pre>
 *   HTTP/1.1 SP 200 [SP reason] CR LF  fields
 * </pre>
 */
final class AnswerReader {
  private AnswerReader() {}

  /**
   * Reads a head.
   *
   * @param octets that begin with it
   */
  static AnswerHead read(byte[] octets, HeadLines lines) throws BadMessage {
    HeadReader reader = HeadReader.ofAnswer(octets, lines);
    reader.version();
    int code = reader.at() + 1;
    int status = status(octets, code);
    int[] marks = new int[AnswerHead.marks(lines.fields())];
    marks[0] = reason(octets, code + 3, lines.end(0));
    marks[1] = lines.end(0);
    for (int at = 2; at < marks.length; at += 4) {
      field(reader, octets);
      marks[at] = reader.name();
      marks[at + 1] = reader.nameEnd();
      marks[at + 2] = reader.value();
      marks[at + 3] = reader.valueEnd();
    }
    byte[] kept = Arrays.copyOf(octets, lines.length());
    return new AnswerHead(status, kept, marks, reader.framing());
  }

  private static int status(byte[] octets, int at) throws BadMessage {
    boolean isCode = Ascii.isDigit(octets[at]) && octets[at] != '0';
    if (!isCode || !Ascii.isDigit(octets[at + 1]) || !Ascii.isDigit(octets[at + 2])) {
      throw BadMessage.framing();
    }
    return 100 * (octets[at] - '0') + 10 * (octets[at + 1] - '0') + octets[at + 2] - '0';
  }

  /** Where the reason begins; some leave it out, and the blank before it. */
  private static int reason(byte[] octets, int at, int end) throws BadMessage {
    if (at == end) {
      return end;
    }
    if (octets[at] != ' ' || !Field.isValue(octets, at + 1, end)) {
      throw BadMessage.framing();
    }
    return at + 1;
  }

  private static void field(HeadReader reader, byte[] octets) throws BadMessage {
    reader.field();
    boolean sound =
        Field.isName(octets, reader.name(), reader.nameEnd())
            && Field.isValue(octets, reader.value(), reader.valueEnd());
    if (!sound) {
      throw BadMessage.framing();
    }
  }
}
