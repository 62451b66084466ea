package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.TunnelPlaces;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.limit.Rates;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a route of a test differs from the usual one. */
public final class Ways {
  private Ways() {}

  public static UnaryOperator<Way> accepting(Acceptance accept) {
    return way -> Copy.of(way).accept(accept).way();
  }

  public static UnaryOperator<Way> within(Peer.Limits limits) {
    return way -> {
      Peer old = way.peer();
      return Copy.of(way).peer(new Peer(old.host(), old.port(), old.tls(), limits)).way();
    };
  }

  public static UnaryOperator<Way> to(String host, int port) {
    return way -> Copy.of(way).peer(new Peer(host, port, null, way.peer().limits())).way();
  }

  /** To an upstream over TLS. */
  public static UnaryOperator<Way> to(String host, int port, SSLContext tls) {
    return way -> Copy.of(way).peer(new Peer(host, port, tls, way.peer().limits())).way();
  }

  /** To an upstream with which it stands like that. */
  public static UnaryOperator<Way> standing(Condition condition) {
    return way ->
        new Way(
                way.name(),
                way.accept(),
                way.peer(),
                condition,
                way.row(),
                way.attachment(),
                way.rules(),
                way.habits())
            .with(way.tunnelling());
  }

  public static UnaryOperator<Way> attaching(Attachment attachment) {
    return way -> Copy.of(way).attachment(attachment).way();
  }

  public static UnaryOperator<Way> setting(FieldRules rules) {
    return way -> Copy.of(way).rules(rules).way();
  }

  /** Bodies of so many octets, of which so many can be sent once more. */
  public static UnaryOperator<Way> bodies(long most, int replay) {
    return way -> {
      Way.Habits old = way.habits();
      return Copy.of(way)
          .habits(
              new Way.Habits(
                  old.passToken(),
                  old.reportOnly(),
                  old.retries(),
                  old.patience(),
                  new Departure.Bounds(most, replay),
                  old.rates()))
          .way();
    };
  }

  public static UnaryOperator<Way> passingTokens() {
    return way -> habits(way, true, way.habits().reportOnly(), way.habits().retries());
  }

  public static UnaryOperator<Way> reportingOnly() {
    return way -> habits(way, way.habits().passToken(), true, way.habits().retries());
  }

  public static UnaryOperator<Way> retrying(int retries) {
    return way -> habits(way, way.habits().passToken(), way.habits().reportOnly(), retries);
  }

  /** Calls that come no more often. */
  public static UnaryOperator<Way> limiting(Rates rates) {
    return way -> {
      Way.Habits old = way.habits();
      return Copy.of(way)
          .habits(
              new Way.Habits(
                  old.passToken(),
                  old.reportOnly(),
                  old.retries(),
                  old.patience(),
                  old.bounds(),
                  rates))
          .way();
    };
  }

  /** Calls may change to WebSocket, those of the pages of these origins as well. */
  public static UnaryOperator<Way> tunnelling(String... origins) {
    return tunnelling(TunnelTerms.Bounds.STANDARD, origins);
  }

  /** The same, within other bounds. */
  public static UnaryOperator<Way> tunnelling(TunnelTerms.Bounds bounds, String... origins) {
    return way ->
        way.with(new Tunnelling(Set.of(origins), false, new TunnelPlaces(1_000, 100), bounds));
  }

  /** The same, whose upstream sides follow each other. */
  public static UnaryOperator<Way> rotating(Rotation.Rules rules) {
    return way ->
        way.with(
            new Tunnelling(
                    Set.of(), false, new TunnelPlaces(1_000, 100), TunnelTerms.Bounds.STANDARD)
                .rotating(rules));
  }

  /** One change after the other. */
  @SafeVarargs
  public static UnaryOperator<Way> all(UnaryOperator<Way>... changes) {
    return way -> {
      Way changed = way;
      for (UnaryOperator<Way> change : changes) {
        changed = change.apply(changed);
      }
      return changed;
    };
  }

  /** Limits of an upstream that differ from the usual ones in how long it may be silent. */
  public static Peer.Limits answeringWithin(Duration answer) {
    Peer.Limits usual = Peer.Limits.STANDARD;
    return new Peer.Limits(usual.connections(), usual.connect(), answer, usual.idle(), usual.age());
  }

  /** Limits of an upstream that differ from the usual ones in how many connections it may have. */
  public static Peer.Limits connections(int most) {
    Peer.Limits usual = Peer.Limits.STANDARD;
    return new Peer.Limits(most, usual.connect(), usual.answer(), usual.idle(), usual.age());
  }

  private static Way habits(Way way, boolean passToken, boolean reportOnly, int retries) {
    Way.Habits old = way.habits();
    return Copy.of(way)
        .habits(
            new Way.Habits(
                passToken, reportOnly, retries, old.patience(), old.bounds(), old.rates()))
        .way();
  }

  /** The parts of a way that tests change. */
  private record Copy(
      Way old,
      Acceptance accept,
      Peer peer,
      @Nullable Attachment attachment,
      FieldRules rules,
      Way.Habits habits) {
    static Copy of(Way way) {
      return new Copy(way, way.accept(), way.peer(), way.attachment(), way.rules(), way.habits());
    }

    Copy accept(Acceptance other) {
      return new Copy(old, other, peer, attachment, rules, habits);
    }

    Copy peer(Peer other) {
      return new Copy(old, accept, other, attachment, rules, habits);
    }

    Copy attachment(Attachment other) {
      return new Copy(old, accept, peer, other, rules, habits);
    }

    Copy rules(FieldRules other) {
      return new Copy(old, accept, peer, attachment, other, habits);
    }

    Copy habits(Way.Habits other) {
      return new Copy(old, accept, peer, attachment, rules, other);
    }

    Way way() {
      return new Way(
              old.name(), accept, peer, old.condition(), old.row(), attachment, rules, habits)
          .with(old.tunnelling());
    }
  }

  /** A row before an upstream in which nobody waits. */
  public static Turnstile row(Peer peer, TimeSource time) {
    return new Turnstile(Origin.of(URI.create(peer.origin())), time);
  }
}
