package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.genesys.GenesysCloud;
import dev.keybearer.genesys.channel.ChannelDesk;
import dev.keybearer.genesys.channel.NotificationDialect;
import dev.keybearer.genesys.channel.Notifications;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.live.Stream;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.token.Credential;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ours. */
final class NotifiedKeybearer implements Notified {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String client;
  private final int redundancy;
  private final Account account;
  private final List<Instant> noticed = new CopyOnWriteArrayList<>();
  private final TokenSources sources;
  private final Streams streams;
  private final Stream stream;

  /** Listens with so many connections. */
  NotifiedKeybearer(NotificationScene scene, int redundancy) throws InterruptedException {
    this.client = "keybearer-" + redundancy;
    this.redundancy = redundancy;
    this.account = new Account(scene.time());
    scene.genesys().client(client).secret(Fleet.SECRET);
    this.sources = TokenSources.open(TokenSources.Options.STANDARD.withTime(scene.time()));
    this.streams =
        Streams.open(Streams.Options.STANDARD.withTime(scene.time()).withRecorder(this::note));
    this.stream = streams.open(plan(scene), Receiver.each(account::take));
    boolean live =
        stream.awaitLive(PATIENCE)
            && scene.time().isSo(PATIENCE.multipliedBy(10), this::hasAllConnections);
    if (!live) {
      close();
      throw new IllegalStateException("the stream does not come to life: " + stream.report());
    }
  }

  private StreamPlan plan(NotificationScene scene) {
    GenesysCloud cloud = new GenesysCloud(scene.genesys().login(), scene.genesys().api());
    TokenSource tokens =
        sources.of(
            Credential.clientCredentials(cloud.issuer(), client, () -> Secret.of(Fleet.SECRET)));
    return StreamPlan.of(
            client,
            ChannelDesk.at(cloud.api()),
            new Overheard(NotificationDialect.PLAIN, account),
            tokens)
        .withTopics(NotificationScene.TOPICS.stream().map(Notifications::topic).toList())
        .withProfile(Notifications.PROFILE.withSkew(Duration.ofSeconds(2)))
        .withRedundancy(redundancy);
  }

  private void note(StreamEvent event) {
    if (event instanceof StreamEvent.ConnectionDropped dropped) {
      noticed.add(dropped.at());
    }
  }

  private boolean hasAllConnections() {
    return stream.report().connections() == redundancy;
  }

  @Override
  public String name() {
    return redundancy == 1 ? "Keybearer" : "Keybearer, redundancy " + redundancy;
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public long changed() {
    return stream.report().established() - redundancy;
  }

  @Override
  public List<Instant> noticed() {
    return noticed;
  }

  @Override
  public void close() {
    streams.close();
    sources.close();
  }
}
