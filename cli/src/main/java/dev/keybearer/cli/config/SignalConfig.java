package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Names;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.gateway.signal.EventFilter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is sent signals.
 *
 * @param name by which metrics and logs know it
 * @param url where they are sent
 * @param secret they are signed with
 * @param next the successor of that, which signs too, or null
 * @param events which are sent
 * @param allow where it may be besides public addresses
 * @param trust the authorities of its TLS certificate, or null for the platform's
 */
public record SignalConfig(
    String name,
    URI url,
    SecretReference secret,
    @Nullable SecretReference next,
    List<EventFilter> events,
    AllowConfig allow,
    @Nullable Path trust) {
  /** Each takes a thread and a queue. */
  private static final int MOST = 32;

  static final Shape<SignalConfig> SHAPE = Members.shape();

  /** Adds that two bear the same name, or that there are too many. */
  static void check(List<SignalConfig> signals, Place place) {
    if (signals.size() > MOST) {
      place.report(
          place
              .problem(Kind.BAD_VALUE, "has more than " + MOST + " endpoints")
              .withHelp("send to one that passes them on"));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < signals.size(); i++) {
      if (!names.add(signals.get(i).name())) {
        Place at = place.item(i).below(Members.NAME);
        at.report(
            at.problem(Kind.CONFLICT, "has the name of another: " + signals.get(i).name())
                .withHelp("give it a name of its own: name: NAME"));
      }
    }
  }

  /** Its keys. */
  private record Members(
      Key<@Nullable String> name,
      Key<URI> url,
      Key<SecretReference> secret,
      Key<@Nullable SecretReference> next,
      Key<List<EventFilter>> events,
      Key<AllowConfig> allow,
      Key<@Nullable Path> trust) {
    static final String NAME = "name";

    static Shape<SignalConfig> shape() {
      var keys = Keys.of("Somebody who is sent signals.");
      Members members =
          new Members(
              keys.optional(
                  NAME,
                  Names.own("an endpoint"),
                  "Its name in metrics and logs; left out: its host."),
              keys.required("url", Uris.HOOK, "Where signals are sent."),
              keys.required(
                  "secret", SecretReference.TYPE, "Where its secret is: whsec_ and base64."),
              keys.optional(
                  "next-secret",
                  SecretReference.TYPE,
                  "Where the successor of its secret is, while that is being rotated."),
              keys.defaulted(
                  "events",
                  ListOf.of(Leaf.judgedBy(EventFilter::parse, "a kind of event")),
                  "*",
                  "Which events: names, families such as token.*, or * for all."),
              keys.defaulted(
                  "allow", AllowConfig.SHAPE, "{}", "Where it may be besides public addresses."),
              keys.optional("trust", Texts.PATH, "PEM of the authorities of its certificate."));
      return keys.build(members::read);
    }

    private SignalConfig read(Fields in) {
      URI to = in.get(url);
      String given = in.get(name);
      in.get(allow).check(to, in.at(url));
      return new SignalConfig(
          given == null ? to.getHost() : given,
          to,
          in.get(secret),
          in.get(next),
          in.get(events),
          in.get(allow),
          in.get(trust));
    }
  }
}
