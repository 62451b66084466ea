package dev.keybearer.genesys;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One conversation, as the details query describes it.
 *
 * @param details all of it: values are String, BigDecimal, Boolean, null, and List and Map of these
 */
public record Conversation(String id, Map<String, @Nullable Object> details) {
  /** Whether it was not over when it was asked for: then it has no end. */
  public boolean isOpen() {
    return details.get("conversationEnd") == null;
  }

  /** Its id; what was said in it is nobody's business in a log. */
  @Override
  public String toString() {
    return "Conversation[" + id + "]";
  }
}
