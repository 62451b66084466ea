package dev.keybearer.gateway.meter;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format of Prometheus, version 0.0.4, in the strictest way: every line has to be
 * one of three forms, the samples of a metric stand together behind its two comments, nothing comes
 * twice, and histograms add up.
 */
final class Exposition {
  private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";
  private static final String LABEL = NAME + "=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(("
              + NAME
              + ")(?:\\{(?:"
              + LABEL
              + ")(?:,"
              + LABEL
              + ")*})?) "
              + "(-?[0-9.]+(?:[eE]-?[0-9]+)?|NaN|[+-]Inf)");
  private static final Pattern BUCKET = Pattern.compile("(.*)_bucket(\\{.*?),?le=\"(.*)\"}");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> metrics = new HashSet<>();
  private String metric = "";
  private String type = "";

  private Exposition() {}

  static Exposition read(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line is not ended");
    }
    Exposition exposition = new Exposition();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      exposition.take(line);
    }
    exposition.checkHistograms();
    return exposition;
  }

  /** Every sample by its name and labels, as they stand in the text. */
  Map<String, Double> samples() {
    return samples;
  }

  /** Those whose name begins like this. */
  List<String> named(String prefix) {
    return samples.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  Set<String> metrics() {
    return metrics;
  }

  private void take(String line) {
    Matcher help = HELP.matcher(line);
    Matcher comment = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      metric = help.group(1);
      type = "";
      require(metrics.add(metric), line);
    } else if (comment.matches()) {
      require(comment.group(1).equals(metric) && type.isEmpty(), line);
      type = comment.group(2);
    } else {
      require(sample.matches(), line);
      require(belongs(sample.group(2)), line);
      require(samples.put(sample.group(1), number(sample.group(3))) == null, line);
    }
  }

  private boolean belongs(String name) {
    return switch (type) {
      case "counter" -> name.equals(metric) && name.endsWith("_total");
      case "gauge" -> name.equals(metric);
      case "histogram" -> name.matches(metric + "_(bucket|count|sum)");
      case "summary" -> name.matches(metric + "(_count|_sum)?");
      default -> false;
    };
  }

  private void checkHistograms() {
    Map<String, Double> last = new LinkedHashMap<>();
    samples.forEach(
        (name, value) -> {
          Matcher bucket = BUCKET.matcher(name);
          if (bucket.matches()) {
            String series = bucket.group(1) + "_count" + bucket.group(2) + "}";
            require(value >= last.getOrDefault(series, 0.0), name);
            last.put(series, value);
            require(!bucket.group(3).equals("+Inf") || value.equals(samples.get(series)), name);
          }
        });
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void require(boolean fact, String line) {
    if (!fact) {
      throw new AssertionError("this is not the text format: " + line);
    }
  }
}
