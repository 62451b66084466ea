package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Fleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is written in an afternoon: a channel, a socket of the JDK, and another on the same channel
 * two seconds after it has closed.
 */
final class NotifiedNaive implements Notified {
  private static final String CLIENT = "naive";
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"(?<id>[^\"]+)\"");
  private static final Pattern ADDRESS = Pattern.compile("\"connectUri\"\\s*:\\s*\"(?<uri>[^\"]+)");

  private final Account account;
  private final WorldTime time;
  private final String root;
  private final String token;
  private final List<Instant> noticed = new CopyOnWriteArrayList<>();
  private final AtomicLong opened = new AtomicLong();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final URI address;
  private volatile @Nullable WebSocket socket;

  /** Listens with one token. */
  NotifiedNaive(NotificationScene scene) throws IOException, InterruptedException {
    this.time = scene.time();
    this.account = new Account(time);
    scene.genesys().client(CLIENT).secret(Fleet.SECRET);
    this.root = scene.genesys().api() + "/api/v2/notifications/channels";
    this.token = scene.genesys().mint(CLIENT);
    String channel = post(root, "");
    this.address = URI.create(find(ADDRESS, "uri", channel));
    String topics =
        NotificationScene.TOPICS.stream()
            .map(topic -> "{\"id\":\"" + topic + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    post(root + "/" + find(ID, "id", channel) + "/subscriptions", topics);
    socket = http.newWebSocketBuilder().buildAsync(address, new Ear()).join();
    opened.incrementAndGet();
  }

  private String post(String uri, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("the API answered " + response.statusCode() + " to " + uri);
    }
    return response.body();
  }

  private static String find(Pattern pattern, String group, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + group + " in what the API answered");
    }
    return matcher.group(group);
  }

  private void lost() {
    noticed.add(time.wall());
    again();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing is made of what it came to
  private void again() {
    if (!later.isShutdown()) {
      later.schedule(this::reconnect, time.real(PAUSE).toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void reconnect() {
    http.newWebSocketBuilder()
        .buildAsync(address, new Ear())
        .whenComplete(
            (open, failure) -> {
              if (failure == null) {
                socket = open;
                opened.incrementAndGet();
              } else {
                again();
              }
            });
  }

  @Override
  public String name() {
    return "naive, reconnects after 2 s";
  }

  @Override
  public String client() {
    return CLIENT;
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public long changed() {
    return opened.get() - 1;
  }

  @Override
  public List<Instant> noticed() {
    return noticed;
  }

  @Override
  public void close() {
    later.shutdownNow();
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    http.shutdownNow();
  }

  /** Hears one socket. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String frame = text.toString();
        text.setLength(0);
        if (NotificationScene.isEvent(frame)) {
          account.take(NotificationScene.received(frame));
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      lost();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost();
    }
  }
}
