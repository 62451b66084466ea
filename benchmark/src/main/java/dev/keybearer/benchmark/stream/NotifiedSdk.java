package dev.keybearer.benchmark.stream;

import com.mypurecloud.sdk.v2.ApiClient;
import com.mypurecloud.sdk.v2.extensions.notifications.NotificationEvent;
import com.mypurecloud.sdk.v2.extensions.notifications.NotificationHandler;
import com.mypurecloud.sdk.v2.extensions.notifications.NotificationListener;
import com.mypurecloud.sdk.v2.extensions.notifications.WebSocketListener;
import com.neovisionaries.ws.client.WebSocketException;
import com.neovisionaries.ws.client.WebSocketState;
import dev.keybearer.benchmark.tool.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The {@code NotificationHandler} of the official Java SDK, as it comes. */
final class NotifiedSdk implements Notified {
  private static final String CLIENT = "sdk";

  private final Account account;
  private final WorldTime time;
  private final List<Instant> noticed = new CopyOnWriteArrayList<>();
  private final AtomicLong opened = new AtomicLong();
  private final NotificationHandler handler;

  /** Listens with a token that was logged in with, since it renews none of this kind. */
  NotifiedSdk(NotificationScene scene) throws Exception {
    this.time = scene.time();
    this.account = new Account(time);
    scene.genesys().client(CLIENT).secret(Fleet.SECRET);
    ApiClient client =
        ApiClient.Builder.standard()
            .withBasePath(scene.genesys().api().toString())
            .withAccessToken(scene.genesys().mint(CLIENT))
            .build();
    List<NotificationListener<?>> listeners = new ArrayList<>();
    NotificationScene.TOPICS.forEach(topic -> listeners.add(new Topic(topic)));
    this.handler =
        NotificationHandler.Builder.standard()
            .withApiClient(client)
            .withNotificationListeners(listeners)
            .withWebSocketListener(new Socket())
            .build();
    handler.connect(false);
  }

  @Override
  public String name() {
    return "official Java SDK";
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
    handler.disconnect();
  }

  /** One topic, whose events it hands over. */
  private final class Topic implements NotificationListener<Object> {
    private final String name;

    private Topic(String name) {
      this.name = name;
    }

    @Override
    public String getTopic() {
      return name;
    }

    @Override
    public Class<?> getEventBodyClass() {
      return Object.class;
    }

    @Override
    public void onEvent(NotificationEvent<?> event) {
      account.take(NotificationScene.received(event.getEventBodyRaw()));
    }
  }

  /** What it tells of its socket. */
  private final class Socket implements WebSocketListener {
    @Override
    public void onStateChanged(WebSocketState state) {
      // Told otherwise as well.
    }

    @Override
    public void onConnected() {
      opened.incrementAndGet();
    }

    @Override
    public void onDisconnected(boolean closedByServer) {
      noticed.add(time.wall());
    }

    @Override
    public void onError(WebSocketException exception) {
      // A lost socket is told as disconnected too.
    }

    @Override
    public void onConnectError(WebSocketException exception) {
      // Thrown as well.
    }

    @Override
    public void onCallbackError(Throwable exception) {
      throw new IllegalStateException(exception);
    }

    @Override
    public void onUnhandledEvent(String event) {
      // Heartbeats, and what the system says.
    }
  }
}
