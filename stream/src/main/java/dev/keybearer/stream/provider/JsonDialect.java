package dev.keybearer.stream.provider;

import dev.keybearer.token.Token;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plain dialect: every frame is a JSON object whose member {@code type} says what it is.
 *
 * <pre>
 * → authenticate{token}   subscribe{topics, after{topic: cursor}}   ping
 * ← message{topic, id?, cursor?, body}   heartbeat{cursor?}   pong   authenticated   unauthenticated{error}
 *   challenge   subscribed{topic, cursor?}   rejected{topic, error}   cursor-expired{topic}   closing{in}
 * </pre>
 */
public final class JsonDialect implements Dialect {
  /** The only one. */
  public static final JsonDialect PLAIN = new JsonDialect();

  /** Long enough to make another connection, where the provider does not say. */
  private static final Duration USUAL_LEAD = Duration.ofSeconds(5);

  private static final Set<String> WHOLE = Set.of("body");

  private JsonDialect() {}

  @Override
  public String authenticate(Token token) {
    return "{\"type\":\"authenticate\",\"token\":" + quoted(token.value()) + "}";
  }

  @Override
  public List<String> subscribe(List<String> topics, Map<String, String> after) {
    StringBuilder frame = new StringBuilder("{\"type\":\"subscribe\",\"topics\":[");
    frame.append(topics.stream().map(JsonDialect::quoted).collect(Collectors.joining(",")));
    frame.append(']');
    if (!after.isEmpty()) {
      frame.append(",\"after\":{");
      frame.append(
          after.entrySet().stream()
              .map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue()))
              .collect(Collectors.joining(",")));
      frame.append('}');
    }
    return List.of(frame.append('}').toString());
  }

  @Override
  public String ping() {
    return "{\"type\":\"ping\"}";
  }

  @Override
  public void read(String text, Hearing hearing) {
    Frame frame = Frame.read(text, WHOLE);
    if (frame == null) {
      return;
    }
    String topic = frame.at("topic", "");
    switch (frame.at("type", "")) {
      case "message" ->
          hearing.message(
              new Hearing.Heard(
                  topic, frame.at("id"), frame.at("cursor"), frame.at("body", "null")));
      case "heartbeat" -> hearing.beat(frame.at("cursor"));
      case "pong" -> hearing.pong();
      case "authenticated" -> hearing.authenticated();
      case "unauthenticated" -> hearing.unauthenticated(frame.at("error", "no reason given"));
      case "challenge" -> hearing.challenged();
      case "subscribed" -> hearing.subscribed(topic, frame.at("cursor"));
      case "rejected" -> hearing.rejected(topic, frame.at("error", "no reason given"));
      case "cursor-expired" -> hearing.cursorExpired(topic);
      case "closing" -> hearing.closing(lead(frame.at("in")));
      default -> {} // a sign of life, no more
    }
  }

  private static Duration lead(@Nullable String text) {
    try {
      return text == null ? USUAL_LEAD : Duration.parse(text);
    } catch (DateTimeException e) {
      return USUAL_LEAD;
    }
  }

  /** A text as JSON has it. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    Objects.requireNonNull(text)
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
