package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Either;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.stream.Topic;

/** Reads topics: a name, or a name and what a missing message of it would mean. */
final class StreamTopic {
  static final Type<Topic> TYPE = Either.of(Texts.TEXT.as(Topic::event), shape());

  private StreamTopic() {}

  private static Shape<Topic> shape() {
    var keys = Keys.of("A topic.");
    var name = keys.required("name", Texts.TEXT, "Its name.");
    var kind =
        keys.defaulted("kind", Words.of(Kind.values()), "event", "What a missing message means.");
    return keys.build(
        in ->
            switch (in.get(kind)) {
              case EVENT -> Topic.event(in.get(name));
              case STATE -> Topic.state(in.get(name));
            });
  }

  /** What a missing message means. */
  private enum Kind implements Word {
    /** Nobody will say so again. */
    EVENT,
    /** The next heals it. */
    STATE
  }
}
