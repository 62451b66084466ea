package dev.keybearer.cli.command;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes data for programs. */
final class Document {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Document() {}

  /** The data in a form for programs, ending with its last line. */
  static String of(Output form, Map<String, ? extends @Nullable Object> value) {
    return switch (form) {
      case TABLE -> throw new IllegalArgumentException("a table is for people");
      case JSON -> json(value);
      case YAML -> yaml(value);
    };
  }

  static String json(Map<String, ? extends @Nullable Object> value) {
    return JSON.writeValueAsString(value) + "\n";
  }

  private static String yaml(Map<String, ? extends @Nullable Object> value) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setUseUnicodeEncoding(false)
            .build();
    return new Dump(settings).dumpToString(plain(value)).stripTrailing() + "\n";
  }

  /** YAML knows fewer kinds of numbers. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case BigDecimal number -> number(number);
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, each) -> plain.put(key, plain(each)));
        yield plain;
      }
      case List<?> list -> list.stream().map(Document::plain).toList();
      case null -> null;
      default -> value;
    };
  }

  private static Object number(BigDecimal number) {
    boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
    if (whole) {
      return number.longValueExact();
    }
    double nearest = number.doubleValue();
    return Double.isInfinite(nearest) ? number.toString() : (Object) nearest;
  }
}
