package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the head of a request.
 *
 * <pre>
 *   GET SP /path SP HTTP/1.1 CR LF  fields
 * </pre>
 */
final class RequestReader {
  private static final String[] METHODS = {
    "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"
  };

  private RequestReader() {}

  /**
   * Reads a head.
   *
   * @param octets that begin with it
   */
  static RequestHead read(byte[] octets, HeadLines lines) {
    try {
      return read(HeadReader.ofRequest(octets, lines), octets, lines.fields());
    } catch (BadMessage e) {
      return new RequestHead(e.fault());
    }
  }

  private static RequestHead read(HeadReader reader, byte[] octets, int count) throws BadMessage {
    String method = method(octets, reader.word(), reader.at() - 1);
    String target = Ascii.text(octets, reader.word(), reader.at() - 1);
    reader.version();
    List<Line> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      reader.field();
      String name = FieldNames.of(octets, reader.name(), reader.nameEnd());
      fields.add(new Line(name, Ascii.text(octets, reader.value(), reader.valueEnd())));
    }
    return new RequestHead(method, target, fields, reader.framing());
  }

  private static String method(byte[] octets, int start, int end) throws BadMessage {
    for (String known : METHODS) {
      if (Ascii.is(known, octets, start, end)) {
        return known;
      }
    }
    String method = Ascii.text(octets, start, end);
    if (!Field.isName(method)) {
      throw BadMessage.framing();
    }
    return method;
  }
}
