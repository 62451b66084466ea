package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.stream.Profile;
import java.net.URI;
import java.util.Map;

/** Where a stream comes from. */
public sealed interface StreamOrigin {
  /** The keys that each kind has. */
  Map<Kind, Shape<? extends StreamOrigin>> SHAPES = Map.of(Kind.WEBSOCKET, WebSocket.SHAPE);

  /** How its provider behaves. */
  Profile profile();

  /** What a stream speaks. */
  enum Kind implements Word {
    /** Frames of JSON over WebSocket. */
    WEBSOCKET
  }

  /**
   * A WebSocket at one address. Its text form leaves the address out: it may hold a secret.
   *
   * @param url {@code ws} or {@code wss}
   * @param tokenIn where the token is shown
   */
  record WebSocket(URI url, TokenIn tokenIn, Profile profile) implements StreamOrigin {
    private static final Shape<WebSocket> SHAPE = shape();

    private static Shape<WebSocket> shape() {
      var keys = Keys.of("Frames of JSON over WebSocket.");
      var url = keys.required("url", Uris.STREAM, "Where it is opened, such as wss://host/path.");
      var tokenIn =
          keys.defaulted(
              "token-in", Words.of(TokenIn.values()), "header", "Where the token is shown.");
      var profile =
          keys.defaulted("profile", ProfileConfig.SHAPE, "{}", "How the provider behaves.");
      return keys.build(in -> new WebSocket(in.get(url), in.get(tokenIn), in.get(profile)));
    }

    @Override
    public String toString() {
      return "WebSocket[" + url.getHost() + "]";
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
