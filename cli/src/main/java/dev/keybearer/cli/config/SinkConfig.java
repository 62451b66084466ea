package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Sizes;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Uris;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where what a stream delivers goes. */
public sealed interface SinkConfig
    permits SinkConfig.Stdout, SinkConfig.File, SinkConfig.Webhook, KafkaConfig {
  /** The word {@code stdout}, or a mapping with one of the keys file, webhook and kafka. */
  Type<SinkConfig> TYPE = new Sinking();

  /** Lines on standard output. */
  record Stdout() implements SinkConfig {}

  /**
   * Lines at the end of a file.
   *
   * @param size in bytes at which it steps back
   * @param keep how many that stepped back are kept
   */
  record File(Path path, long size, int keep) implements SinkConfig {
    static final String KEY = "file";
    static final Shape<File> SHAPE = shape();

    private static Shape<File> shape() {
      var keys = Keys.of("Lines at the end of a file.");
      var path = keys.required(KEY, Texts.PATH, "Where the file is.");
      var rotate = keys.defaulted("rotate", Rotate.SHAPE, "{}", "When it steps back.");
      return keys.build(in -> new File(in.get(path), in.get(rotate).size(), in.get(rotate).keep()));
    }
  }

  /** When a file steps back, and how many that did are kept. */
  record Rotate(long size, int keep) {
    private static final Shape<Rotate> SHAPE = shape();

    private static Shape<Rotate> shape() {
      var keys = Keys.of("When a file steps back.");
      var size =
          keys.defaulted(
              "size",
              Sizes.between(1 << 10, 1L << 40, "from 1KiB to 1024GiB"),
              "100MiB",
              "Beyond which nothing is appended.");
      var keep =
          keys.defaulted("keep", Texts.whole(0, 1_000), "10", "Files that stepped back and stay.");
      return keys.build(in -> new Rotate(in.get(size), in.get(keep)));
    }
  }

  /**
   * Signed posts.
   *
   * @param url where they go
   * @param secret they are signed with
   * @param next the successor of that, which signs too, or null
   * @param batch deliveries in one post at most
   * @param allow where it may be besides public addresses
   * @param trust the authorities of its TLS certificate, or null for the platform's
   */
  record Webhook(
      URI url,
      SecretReference secret,
      @Nullable SecretReference next,
      int batch,
      AllowConfig allow,
      @Nullable Path trust)
      implements SinkConfig {
    static final String KEY = "webhook";
    static final Shape<Webhook> SHAPE = Members.shape();

    /** Its host: the rest of the address may hold a secret. */
    public String name() {
      return url.getHost();
    }

    @Override
    public String toString() {
      return "Webhook[" + name() + "]";
    }

    /** The keys of a webhook. */
    private record Members(
        Key<URI> url,
        Key<SecretReference> secret,
        Key<@Nullable SecretReference> next,
        Key<Integer> batch,
        Key<AllowConfig> allow,
        Key<@Nullable Path> trust) {
      static Shape<Webhook> shape() {
        var keys = Keys.of("Signed posts.");
        Members members =
            new Members(
                keys.required(KEY, Uris.HOOK, "Where they go."),
                keys.required(
                    "secret", SecretReference.TYPE, "Where its secret is: whsec_ and base64."),
                keys.optional(
                    "next-secret",
                    SecretReference.TYPE,
                    "Where the successor of its secret is, while that is being rotated."),
                keys.defaulted(
                    "batch", Texts.whole(1, 500), "1", "Deliveries in one post at most."),
                keys.defaulted(
                    "allow", AllowConfig.SHAPE, "{}", "Where it may be besides public addresses."),
                keys.optional("trust", Texts.PATH, "PEM of the authorities of its certificate."));
        return keys.build(members::read);
      }

      private Webhook read(Fields in) {
        Place at = in.at(url);
        in.get(allow).check(in.get(url), at);
        return new Webhook(
            in.get(url), in.get(secret), in.get(next), in.get(batch), in.get(allow), in.get(trust));
      }
    }
  }
}
