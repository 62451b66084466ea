package dev.keybearer.genesys;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which conversations are asked for: those of an interval that pass the filters.
 *
 * @param filters further members of the query, such as {@code segmentFilters}: values are String,
 *     Boolean, Integer, Long, BigDecimal, or List or Map of these
 */
public record ConversationQuery(Instant from, Instant to, Map<String, ?> filters) {
  /** An interval that has a length. */
  public ConversationQuery {
    filters = Map.copyOf(filters);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "an interval ends after it begins; got " + from + "/" + to);
    }
  }

  /** All conversations between two moments. */
  public static ConversationQuery of(Instant from, Instant to) {
    return new ConversationQuery(from, to, Map.of());
  }

  /** The same through filters. */
  public ConversationQuery withFilters(Map<String, ?> newFilters) {
    return new ConversationQuery(from, to, newFilters);
  }

  /** How long the interval is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** The body that asks for a page, in an order that later conversations do not disturb. */
  Map<String, Object> page(int number, int size) {
    Map<String, Object> body = new LinkedHashMap<>(filters);
    body.put("interval", from + "/" + to);
    body.put("order", "asc");
    body.put("orderBy", "conversationStart");
    body.put("paging", Map.of("pageSize", size, "pageNumber", number));
    return body;
  }
}
