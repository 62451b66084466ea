package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Either;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.stream.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A topic as a config names it: a name, or a name and what a missing message of it would mean.
 *
 * @param kind what a missing message means, or null for what its origin says
 */
record StreamTopic(String name, @Nullable Kind kind) {
  static final Type<StreamTopic> TYPE =
      Either.of(Texts.TEXT.as(name -> new StreamTopic(name, null)), shape());

  private static Shape<StreamTopic> shape() {
    var keys = Keys.of("A topic.");
    var name = keys.required("name", Texts.TEXT, "Its name.");
    var kind =
        keys.optional(
            "kind",
            Words.of(Kind.values()),
            "What a missing message means; left out: event, and for observations and aggregates of"
                + " genesys-notifications state.");
    return keys.build(in -> new StreamTopic(in.get(name), in.get(kind)));
  }

  /** What it is where a stream comes from there. */
  Topic in(StreamOrigin origin) {
    return switch (kind) {
      case null -> origin.topic(name);
      case EVENT -> Topic.event(name);
      case STATE -> Topic.state(name);
    };
  }

  /** What a missing message means. */
  enum Kind implements Word {
    /** Nobody will say so again. */
    EVENT,
    /** The next heals it. */
    STATE
  }
}
