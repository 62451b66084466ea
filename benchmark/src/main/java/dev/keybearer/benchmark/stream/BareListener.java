package dev.keybearer.benchmark.stream;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket with nothing around it: counts the messages of one topic. */
final class BareListener implements WebSocket.Listener {
  private final AtomicLong messages;

  private BareListener(AtomicLong messages) {
    this.messages = messages;
  }

  /** Subscribes, and counts from then on. */
  static void open(URI feed, String token, AtomicLong messages) {
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(feed, new BareListener(messages))
        .join()
        .sendText(subscription(), true)
        .join();
  }

  /** What asks for the one topic. */
  static String subscription() {
    return "{\"type\":\"subscribe\",\"topics\":[\"" + StreamProcess.TOPIC + "\"]}";
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    if (last) {
      messages.incrementAndGet();
    }
    from.request(1);
    return null;
  }
}
