package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.KafkaConfig;
import dev.keybearer.cli.config.SinkConfig;
import dev.keybearer.gateway.signal.Endpoint;
import dev.keybearer.gateway.signal.HookSecret;
import dev.keybearer.sink.FileSink;
import dev.keybearer.sink.LineSink;
import dev.keybearer.sink.Sink;
import dev.keybearer.sink.WebhookSink;
import dev.keybearer.sink.kafka.KafkaSink;
import dev.keybearer.sink.kafka.KafkaTarget;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sinks of a daemon's streams, by what they write to: a config that is read again finds those
 * that it names again. Used by one thread at a time.
 */
final class SinkShelf implements AutoCloseable {
  private final Parts parts;
  private Map<Object, Sink> kept = Map.of();

  SinkShelf(Parts parts) {
    this.parts = parts;
  }

  /**
   * Makes those that are not there yet; nothing else changes.
   *
   * @throws WiringFailure when one cannot be used, with what to change
   */
  Draft draft() {
    return new Draft();
  }

  @Override
  public void close() {
    kept.values().forEach(Sink::close);
    kept = Map.of();
  }

  /** The sinks of another config, until it counts or is given up. */
  final class Draft {
    private final Map<Object, Sink> wanted = new LinkedHashMap<>();
    private final List<Runnable> changes = new ArrayList<>();

    /** The sinks of one stream. */
    List<Sink> of(List<SinkConfig> configs) {
      return configs.stream().map(this::of).toList();
    }

    private Sink of(SinkConfig config) {
      return switch (config) {
        case SinkConfig.Stdout _ -> kept(config, SinkShelf::stdout);
        case SinkConfig.File file -> of(file);
        case SinkConfig.Webhook hook -> of(hook);
        case KafkaConfig kafka -> {
          KafkaTarget target = target(kafka);
          yield kept(target, () -> KafkaSink.to(target));
        }
      };
    }

    private Sink of(SinkConfig.File config) {
      FileSink.Rotation rotation = new FileSink.Rotation(config.size(), config.keep());
      Sink sink = kept(config.path(), () -> opened(config.path(), rotation));
      if (sink instanceof FileSink file) {
        changes.add(() -> file.use(rotation));
      }
      return sink;
    }

    /** One for each way of posting: two to one address may sign with secrets of their own. */
    private Sink of(SinkConfig.Webhook config) {
      Endpoint endpoint = endpoint(config);
      Sink sink = kept(config, () -> WebhookSink.to(endpoint, config.batch(), parts.time()));
      if (sink instanceof WebhookSink hook) {
        changes.add(() -> hook.use(endpoint));
      }
      return sink;
    }

    private Sink kept(Object key, Making making) {
      Sink known = wanted.getOrDefault(key, kept.get(key));
      Sink sink = known == null ? making.make() : known;
      wanted.put(key, sink);
      return sink;
    }

    /** They count from now on; the others are let go of by whoever runs what is returned. */
    Runnable settle() {
      changes.forEach(Runnable::run);
      List<Sink> gone = new ArrayList<>(kept.values());
      gone.removeAll(wanted.values());
      kept = Map.copyOf(wanted);
      return () -> gone.forEach(Sink::close);
    }

    /** They will not count. */
    void giveUp() {
      wanted.values().stream().filter(each -> !kept.containsValue(each)).forEach(Sink::close);
    }
  }

  private static Sink stdout() {
    return LineSink.to(
        new PrintWriter(
            new OutputStreamWriter(Watch.standard(FileDescriptor.out), StandardCharsets.UTF_8)));
  }

  private static Sink opened(Path path, FileSink.Rotation rotation) {
    try {
      return FileSink.open(path, rotation);
    } catch (IOException e) {
      throw new WiringFailure("cannot write what a stream delivers: " + e.getMessage(), e);
    }
  }

  private Endpoint endpoint(SinkConfig.Webhook config) {
    try {
      List<HookSecret> secrets = new ArrayList<>();
      secrets.add(HookSecret.parse(parts.secrecy().source(config.secret()).read()));
      if (config.next() != null) {
        secrets.add(HookSecret.parse(parts.secrecy().source(config.next()).read()));
      }
      Path trust = config.trust();
      return new Endpoint(
          config.name(),
          config.url(),
          secrets,
          List.of(),
          config.allow().reach(),
          trust == null ? parts.tls().usual() : parts.tls().trusting(trust));
    } catch (IllegalArgumentException e) {
      throw new WiringFailure("cannot sign for " + config.name() + ": " + e.getMessage(), e);
    }
  }

  private KafkaTarget target(KafkaConfig config) {
    Map<String, String> properties = new HashMap<>(config.properties());
    config
        .secrets()
        .forEach(
            (name, reference) ->
                properties.put(name, parts.secrecy().source(reference).read().reveal()));
    return new KafkaTarget(
        String.join(",", config.servers()), config.topic(), properties, config.patience());
  }

  /** Makes a sink. */
  @FunctionalInterface
  private interface Making {
    Sink make();
  }
}
