package dev.keybearer.cli.command;

import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.stream.StreamReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows how it stands with streams: a table that is drawn over on a terminal, else lines. */
final class StreamTable {
  private static final String REST_OF_LINE = "\u001b[K";

  private final PrintWriter out;
  private final boolean drawsOver;
  private int drawn;
  private final Map<String, Long> messages = new HashMap<>(); // by stream, when last shown
  private long at = System.nanoTime();

  StreamTable(Shell shell) {
    this.out = shell.out();
    this.drawsOver = shell.outPaint() == Paint.COLOUR;
  }

  /** How long until it is worth to be shown again. */
  Duration pause() {
    return drawsOver ? Duration.ofSeconds(1) : Duration.ofSeconds(10);
  }

  /** One after the other. */
  void show(List<StreamReport> reports) {
    long moment = System.nanoTime();
    double seconds = Math.max(1, moment - at) / 1e9;
    at = moment;
    if (drawn > 0) {
      out.printf("\u001b[%dA", drawn); // back to the first of the lines above
    }
    drawn = 0;
    for (StreamReport each : reports) {
      Long before = messages.put(each.stream(), each.messages());
      show(cells(each, (each.messages() - (before == null ? 0 : before)) / seconds));
    }
    out.flush();
  }

  private void show(Map<String, String> cells) {
    if (drawsOver) {
      cells.forEach((name, value) -> out.printf("%-14s %s%s%n", name, value, REST_OF_LINE));
      drawn += cells.size();
      return;
    }
    out.println(
        cells.entrySet().stream()
            .map(cell -> cell.getKey().replace(' ', '-') + "=" + cell.getValue())
            .collect(Collectors.joining(" ")));
  }

  private Map<String, String> cells(StreamReport report, double rate) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("stream", report.stream());
    cells.put("state", report.state().name().toLowerCase(Locale.ROOT));
    cells.put("connections", Integer.toString(report.connections()));
    cells.put("generation", Long.toString(report.generation()));
    cells.put("rotations", Long.toString(report.rotations()));
    cells.put("drops", Long.toString(report.drops()));
    cells.put("gaps", Long.toString(report.gaps()));
    cells.put("messages", Long.toString(report.messages()));
    cells.put("flagged", Long.toString(report.flagged()));
    cells.put("per second", String.format(Locale.ROOT, "%.1f", rate));
    cells.put("silence", report.silence().toSeconds() + "s");
    return cells;
  }
}
