package dev.keybearer.gateway.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer as it came over the wire. */
record Answer(int status, List<String> lines, String body) {
  static Answer parse(String octets) {
    int end = octets.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer came: " + octets);
    }
    List<String> head = Arrays.asList(octets.substring(0, end).split("\r\n", -1));
    int status = Integer.parseInt(head.getFirst().substring(9, 12));
    return new Answer(status, head.subList(1, head.size()), octets.substring(end + 4));
  }

  /** The one value of a field, or null. */
  @Nullable String field(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ": ";
    List<String> found =
        lines.stream().filter(each -> each.toLowerCase(Locale.ROOT).startsWith(start)).toList();
    if (found.size() > 1) {
      throw new AssertionError(name + " came " + found.size() + " times");
    }
    return found.isEmpty() ? null : found.getFirst().substring(start.length());
  }
}
