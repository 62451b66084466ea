package dev.keybearer.sink.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A topic of Kafka. Its text form leaves the properties out: they may hold secrets.
 *
 * @param servers to begin with, host:port with commas between
 * @param properties of the client besides those that are decided here
 * @param patience until a batch has failed that not all replicas have taken
 */
public record KafkaTarget(
    String servers, String topic, Map<String, String> properties, Duration patience) {
  /** Properties that are decided here: without them what was acknowledged could be missing. */
  public static final Set<String> DECIDED =
      Set.of(
          ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          ProducerConfig.MAX_BLOCK_MS_CONFIG,
          ProducerConfig.LINGER_MS_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  /** Enough for a change of leaders, and short enough to be told of it. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What was sent and has no answer by then comes again. */
  static final Duration FAREWELL = Duration.ofSeconds(2);

  /** Copies the properties, and refuses those that are decided here. */
  public KafkaTarget {
    properties = Map.copyOf(properties);
    for (String name : properties.keySet()) {
      if (DECIDED.contains(name)) {
        throw new IllegalArgumentException(name + " is decided by Keybearer: remove it");
      }
    }
  }

  /** A topic with nothing special about it. */
  public static KafkaTarget of(String servers, String topic) {
    return new KafkaTarget(servers, topic, Map.of(), PATIENCE);
  }

  Map<String, Object> settings() {
    int patient = Math.toIntExact(patience.toMillis());
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patient);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, patient / 3));
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.max(1, patient / 3));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0); // a batch is flushed at its end
    settings.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "keybearer");
    return settings;
  }

  /** The topic and where it is. */
  @Override
  public String toString() {
    return topic + " at " + servers;
  }
}
