package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.MapOf;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.sink.kafka.KafkaTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A topic of Kafka.
 *
 * @param servers to begin with
 * @param topic to append to
 * @param properties of the client
 * @param secrets properties of the client that are secret
 * @param patience until a batch has failed
 */
public record KafkaConfig(
    List<String> servers,
    String topic,
    Map<String, String> properties,
    Map<String, SecretReference> secrets,
    Duration patience)
    implements SinkConfig {
  static final String KEY = "kafka";
  static final Shape<KafkaConfig> SHAPE = shape();

  private static Shape<KafkaConfig> shape() {
    var keys = Keys.of("A topic of Kafka.");
    var kafka = keys.required(KEY, Members.shape(), "The topic and where it is.");
    return keys.build(in -> in.get(kafka));
  }

  /** Its keys. */
  private record Members(
      Key<List<String>> servers,
      Key<String> topic,
      Key<Map<String, String>> properties,
      Key<Map<String, SecretReference>> secrets,
      Key<Duration> patience) {
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._\\[\\]:-]+:[0-9]{1,5}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern SECRET =
        Pattern.compile(".*(password|secret|jaas|keystore\\.key|credential|token).*");

    static Shape<KafkaConfig> shape() {
      var keys = Keys.of("The topic and where it is.");
      Members members =
          new Members(
              keys.required("servers", ListOf.of(SERVER_TYPE), "Brokers to begin with, host:port."),
              keys.required("topic", TOPIC_TYPE, "The topic to append to."),
              keys.defaulted(
                  "properties",
                  MapOf.of(PLAIN_NAME, Texts.TEXT),
                  "{}",
                  "Properties of the client, such as security.protocol: SASL_SSL."),
              keys.defaulted(
                  "secret-properties",
                  MapOf.of(NAME, SecretReference.TYPE),
                  "{}",
                  "Those that are secret, such as sasl.jaas.config: env:JAAS."),
              keys.defaulted(
                  "patience",
                  Durations.between(Duration.ofSeconds(1), Duration.ofMinutes(5), "from 1s to 5m"),
                  "30s",
                  "Until a batch has failed that not all replicas have taken."));
      return keys.build(members::read);
    }

    private static final Leaf<String> SERVER_TYPE =
        Leaf.of(
            "host:port",
            JsonSchema.ofPattern("^[^/@\\s]+:[0-9]{1,5}$"),
            (scalar, place) -> matched(scalar, SERVER, "write host:port, such as kafka:9092"));

    private static final Leaf<String> TOPIC_TYPE =
        Leaf.of(
            "the name of a topic",
            JsonSchema.ofPattern("^[A-Za-z0-9._-]{1,249}$"),
            (scalar, place) -> matched(scalar, TOPIC, "letters, digits and . _ - only"));

    private static final Leaf<String> NAME =
        Leaf.of(
            "the name of a property",
            JsonSchema.ofPattern("^[a-z0-9.]+$"),
            (scalar, place) -> property(scalar));

    private static final Leaf<String> PLAIN_NAME =
        Leaf.of(
            "the name of a property",
            JsonSchema.ofPattern("^[a-z0-9.]+$"),
            (scalar, place) -> plain(scalar));

    private static String matched(Scalar scalar, Pattern form, String help) throws Unfit {
      if (!form.matcher(scalar.text()).matches()) {
        throw Unfit.because("is " + scalar.shown()).withHelp(help);
      }
      return scalar.text();
    }

    private static String property(Scalar scalar) throws Unfit {
      String name = scalar.text();
      if (KafkaTarget.DECIDED.contains(name)) {
        throw Unfit.because("is decided by Keybearer, so that nothing is lost")
            .withHelp("remove it");
      }
      return name;
    }

    private static String plain(Scalar scalar) throws Unfit {
      String name = property(scalar);
      if (SECRET.matcher(name).matches()) {
        throw Unfit.because("holds a secret")
            .as(Kind.PLAIN_SECRET)
            .withHelp("write it under secret-properties, as env:NAME or another reference");
      }
      return name;
    }

    private KafkaConfig read(Fields in) {
      return new KafkaConfig(
          in.get(servers), in.get(topic), in.get(properties), in.get(secrets), in.get(patience));
    }
  }
}
