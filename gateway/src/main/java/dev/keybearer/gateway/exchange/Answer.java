package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.field.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An answer of the gateway's own.
 *
 * @param fields besides those that frame it
 * @param body JSON
 * @param ends whether nothing more is taken on its connection
 */
public record Answer(int status, List<Field> fields, String body, boolean ends) {
  /** An answer. */
  public Answer {
    fields = List.copyOf(fields);
  }

  /** The body as it is sent. */
  public byte[] octets() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
