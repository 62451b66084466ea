package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Mapping;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads where what a stream delivers goes, by the one key that says what it is. */
final class Sinking implements Type<SinkConfig> {
  private static final List<String> WORD = List.of("stdout");
  private static final String FORM = "write stdout or a mapping with file, webhook or kafka";

  private final Leaf<SinkConfig> word =
      Leaf.of(
          "stdout, or a mapping with file, webhook or kafka",
          JsonSchema.ANYTHING.with("enum", WORD),
          (scalar, place) -> stdout(scalar));
  private final Map<String, Shape<? extends SinkConfig>> shapes = new LinkedHashMap<>();

  Sinking() {
    shapes.put(SinkConfig.File.KEY, SinkConfig.File.SHAPE);
    shapes.put(SinkConfig.Webhook.KEY, SinkConfig.Webhook.SHAPE);
    shapes.put(KafkaConfig.KEY, KafkaConfig.SHAPE);
  }

  @Override
  public @Nullable SinkConfig bind(Place place) {
    if (!(place.node() instanceof Mapping mapping)) {
      return word.bind(place);
    }
    for (Map.Entry<String, Shape<? extends SinkConfig>> each : shapes.entrySet()) {
      if (mapping.find(each.getKey()) != null) {
        return each.getValue().bind(place);
      }
    }
    place.hide();
    place.report(
        place.problem(Kind.MISSING_KEY, "says nowhere to bring deliveries").withHelp(FORM));
    return null;
  }

  @Override
  public JsonSchema schema() {
    JsonSchema schema = word.schema();
    for (Shape<? extends SinkConfig> each : shapes.values()) {
      schema = JsonSchema.anyOf(schema, each.schema());
    }
    return schema;
  }

  private static SinkConfig stdout(Scalar scalar) throws Unfit {
    if (!WORD.contains(scalar.text())) {
      throw Unfit.because("is " + scalar.shown())
          .as(Kind.UNKNOWN_VALUE)
          .withGuess(Suggestion.of(scalar.text(), WORD), FORM);
    }
    return new SinkConfig.Stdout();
  }
}
