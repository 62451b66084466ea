package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Either;
import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service that calls are sent to.
 *
 * @param url its scheme, host and port
 * @param connections to it at once
 * @param times how long what may take
 * @param trust a PEM file of the authorities its TLS certificate is checked against, or null for
 *     those of the Java runtime
 * @param identity what we show it, or null
 * @param retries how often a call is sent again that it may have lost
 */
public record UpstreamConfig(
    URI url,
    int connections,
    Times times,
    @Nullable Path trust,
    @Nullable TlsIdentity identity,
    int retries) {
  private static final String URL = "url";

  static final Shape<UpstreamConfig> SHAPE = Members.shape();

  /** What a route leads to: a URL, the name of an upstream, or an upstream. */
  static final Type<Named<UpstreamConfig>> REFERENCE =
      Either.of(new Brief(), SHAPE.as(UpstreamConfig::nameless));

  /**
   * How long things may take.
   *
   * @param connect until a connection is there, TLS included
   * @param answer until the head of an answer is there
   * @param idle that a connection may rest between calls
   * @param maxAge after which a connection takes no more calls
   */
  public record Times(Duration connect, Duration answer, Duration idle, Duration maxAge) {}

  /** Whether nobody on the way there can listen: it is encrypted, or within this machine. */
  boolean isPrivate() {
    return isEncrypted() || Uris.isLoopback(url.getHost());
  }

  private boolean isEncrypted() {
    return url.getScheme().equals("https");
  }

  private static Named<UpstreamConfig> nameless(UpstreamConfig upstream) {
    return new Named<>(upstream.url.toString(), upstream);
  }

  /** The keys of an upstream. */
  private record Members(
      Key<URI> url,
      Key<Integer> connections,
      Key<Duration> connect,
      Key<Duration> answer,
      Key<Duration> idle,
      Key<Duration> maxAge,
      Key<@Nullable Path> trust,
      TlsIdentity.Members identity,
      Key<Integer> retries) {
    private static final String ONE_CALL =
        "How often a call is sent again that may have been lost.";

    static Shape<UpstreamConfig> shape() {
      var keys = Keys.of("A service that calls are sent to.");
      Members members =
          new Members(
              keys.required(URL, Uris.ORIGIN, "Its scheme, host and port."),
              keys.defaulted("connections", Texts.whole(1, 10_000), "64", "To it at once."),
              keys.defaulted(
                  "connect-timeout", Durations.TYPE, "2s", "Until a connection is there."),
              keys.defaulted(
                  "answer-timeout", Durations.TYPE, "30s", "Until the head of an answer is there."),
              keys.defaulted("idle-timeout", Durations.TYPE, "60s", "That a connection may rest."),
              keys.defaulted(
                  "max-age", Durations.TYPE, "5m", "After which a connection takes no more calls."),
              keys.optional(
                  "trust",
                  Texts.PATH,
                  "PEM file of the authorities its TLS certificate is checked with."),
              TlsIdentity.Members.of(keys),
              keys.defaulted("retries", Texts.whole(0, 5), "1", ONE_CALL));
      return keys.build(members::read);
    }

    private UpstreamConfig read(Fields in) {
      UpstreamConfig made =
          new UpstreamConfig(
              in.get(url),
              in.get(connections),
              new Times(in.get(connect), in.get(answer), in.get(idle), in.get(maxAge)),
              in.get(trust),
              identity.read(in),
              in.get(retries));
      if (!made.isEncrypted() && made.trust != null) {
        refuseUseless(in.at(trust));
      }
      if (!made.isEncrypted() && made.identity != null) {
        refuseUseless(in.at(identity.certificate()));
      }
      return made;
    }

    private static void refuseUseless(Place place) {
      place.report(
          place
              .problemAtKey(Kind.CONFLICT, "is of no use over plain http")
              .withHelp("write https in url, or remove it"));
    }
  }

  /** A URL, or the name of an upstream; what has a colon is meant as a URL. */
  private static final class Brief implements Type<Named<UpstreamConfig>> {
    private final Leaf<String> text =
        Leaf.of(
            "an address or the name of an upstream",
            JsonSchema.ofType("string"),
            (scalar, place) -> scalar.text());
    private final Type<Named<UpstreamConfig>> name = Sections.UPSTREAMS.reference();

    @Override
    public @Nullable Named<UpstreamConfig> bind(Place place) {
      String written = text.bind(place);
      if (written == null) {
        return null;
      }
      if (written.indexOf(':') < 0) {
        return name.bind(place);
      }
      // Twice, so that what is wrong with it is said of the place where it stands.
      UpstreamConfig upstream =
          Uris.ORIGIN.bind(place) == null ? null : SHAPE.bind(place.asValueOf(URL));
      return upstream == null ? null : nameless(upstream);
    }

    @Override
    public JsonSchema schema() {
      return text.schema();
    }
  }
}
