package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.genesys.Region;
import dev.keybearer.genesys.channel.Notifications;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Topic;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a stream comes from. */
public sealed interface StreamOrigin {
  /** The keys that each kind has. */
  Map<Kind, Shape<? extends Stated>> SHAPES =
      Map.of(
          Kind.WEBSOCKET, WebSocket.SHAPE,
          Kind.GENESYS_NOTIFICATIONS, Genesys.SHAPE);

  /** How its provider behaves. */
  Profile profile();

  /** How many topics a stream of it takes that has so many connections at any time. */
  int topicsAtMost(int redundancy);

  /** How many characters a topic of it has at most. */
  int longestTopic();

  /** What a topic of that name is when nobody says. */
  Topic topic(String name);

  /** What a stream speaks. */
  enum Kind implements Word {
    /** Frames of JSON over WebSocket. */
    WEBSOCKET,
    /** Notification channels of Genesys Cloud. */
    GENESYS_NOTIFICATIONS
  }

  /** An origin as far as its own keys say. */
  @FunctionalInterface
  interface Stated {
    /**
     * All of it, with what the issuer of its credential says.
     *
     * @param stream the place of the stream, where it is reported what is wrong
     * @return null when something is
     */
    @Nullable StreamOrigin withIssuer(IssuerConfig issuer, Place stream);
  }

  /**
   * A WebSocket at one address. Its text form leaves the address out: it may hold a secret.
   *
   * @param url {@code ws} or {@code wss}
   * @param tokenIn where the token is shown
   */
  record WebSocket(URI url, TokenIn tokenIn, Profile profile) implements StreamOrigin {
    private static final Shape<Stated> SHAPE = shape();

    private static Shape<Stated> shape() {
      var keys = Keys.of("Frames of JSON over WebSocket.");
      var url = keys.required("url", Uris.STREAM, "Where it is opened, such as wss://host/path.");
      var tokenIn =
          keys.defaulted(
              "token-in", Words.of(TokenIn.values()), "header", "Where the token is shown.");
      var profile =
          keys.defaulted("profile", ProfileConfig.SHAPE, "{}", "How the provider behaves.");
      return keys.build(
          in -> {
            var made = new WebSocket(in.get(url), in.get(tokenIn), in.get(profile));
            return (issuer, stream) -> made;
          });
    }

    @Override
    public int topicsAtMost(int redundancy) {
      return profile.topicsAtMost();
    }

    @Override
    public int longestTopic() {
      return Integer.MAX_VALUE;
    }

    @Override
    public Topic topic(String name) {
      return Topic.event(name);
    }

    @Override
    public String toString() {
      return "WebSocket[" + url.getHost() + "]";
    }
  }

  /**
   * Notification channels of a Genesys Cloud organisation.
   *
   * @param api the host that channels are asked for at
   */
  record Genesys(URI api) implements StreamOrigin {
    /** Half of the channels that a client has: each may need a successor beside it. */
    private static final int CHANNELS = 10;

    private static final String REGION = "region";
    private static final Shape<Stated> SHAPE = shape();

    private static Shape<Stated> shape() {
      var keys = Keys.of("Notification channels of Genesys Cloud.");
      var region =
          keys.optional(
              REGION,
              GenesysRegion.TYPE,
              "Its domain, or the AWS name of its region; left out: that of the credential's"
                  + " issuer.");
      var api = keys.optional("api", Uris.TYPE, "Stands in for https://api.DOMAIN.");
      return keys.build(
          in -> {
            Region named = in.get(region);
            URI host = in.get(api);
            return (issuer, stream) -> of(named, host, issuer, stream);
          });
    }

    private static @Nullable Genesys of(
        @Nullable Region region, @Nullable URI api, IssuerConfig issuer, Place stream) {
      EndpointsConfig.Genesys known =
          issuer.endpoints() instanceof EndpointsConfig.Genesys genesys ? genesys : null;
      if (region != null && known != null && !region.equals(known.region())) {
        Place at = stream.below(REGION);
        at.report(
            at.problem(
                    Problem.Kind.CONFLICT,
                    "is not the region of the credential, where alone it is good")
                .withLabel("its issuer has region: " + known.region().domain())
                .withHelp("remove it, or name a credential of this region"));
        return null;
      }
      if (api != null) {
        return new Genesys(api);
      }
      if (known != null) {
        return new Genesys(known.cloud().api());
      }
      if (region != null) {
        return new Genesys(region.api());
      }
      stream.report(
          stream
              .problemAtKey(Problem.Kind.MISSING_KEY, "needs region")
              .withLabel("the credential is of no issuer of kind genesys")
              .withHelp("add region: DOMAIN, such as mypurecloud.de"));
      return null;
    }

    @Override
    public Profile profile() {
      return Notifications.PROFILE;
    }

    @Override
    public int topicsAtMost(int redundancy) {
      return CHANNELS / redundancy * Notifications.TOPICS_AT_MOST;
    }

    @Override
    public int longestTopic() {
      return Notifications.LONGEST_TOPIC;
    }

    @Override
    public Topic topic(String name) {
      return Notifications.topic(name);
    }
  }

  /** Where a token is shown. */
  enum TokenIn implements Word {
    /** The field Authorization. */
    HEADER,
    /** The parameter access_token of the address. */
    QUERY,
    /** The first message. */
    FIRST_MESSAGE,
    /** Nowhere. */
    NONE
  }
}
