package dev.keybearer.gateway.record;

import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A ledger in which each entry is one line of JSON. It proves nothing: whoever can write the file
 * can edit it. Safe for use by many threads.
 *
 * <pre>
 *   {"timestamp":"2026-03-01T12:00:00Z","event":"TOKEN_REFRESHED","client_id":"analytics","details":{…}}
 *   {"timestamp":"2026-03-01T12:00:01Z","event":"ENTRIES_LOST","client_id":null,"details":{"count":3}}
 * </pre>
 */
public final class JsonLinesLedger implements Ledger {
  private final JsonLines lines;

  private JsonLinesLedger(OutputStream out, TimeSource time) {
    this.lines =
        JsonLines.start(
            "ledger",
            out,
            count -> line(Draft.of("ENTRIES_LOST").with("count", count).entry(time.wall(), null)));
  }

  /**
   * A ledger on a stream, which it closes in the end.
   *
   * @param out throws when it fails; a {@code PrintStream} does not
   */
  public static JsonLinesLedger to(OutputStream out, TimeSource time) {
    return new JsonLinesLedger(out, time);
  }

  /**
   * A ledger at the end of a file.
   *
   * @throws IOException when it cannot be opened
   */
  public static JsonLinesLedger open(Path file, TimeSource time) throws IOException {
    return new JsonLinesLedger(LineFile.open(file), time);
  }

  @Override
  public void append(Entry entry) {
    lines.offer(line(entry));
  }

  @Override
  public long lost() {
    return lines.lost();
  }

  @Override
  public void close() {
    lines.close();
  }

  private static JsonLine line(Entry entry) {
    return json -> {
      json.moment("timestamp", entry.timestamp());
      json.text("event", entry.event());
      json.text("client_id", entry.clientId());
      json.object("details", details -> write(details, entry));
    };
  }

  private static void write(Json json, Entry entry) {
    entry.details().forEach((name, value) -> write(json, name, value));
  }

  private static void write(Json json, String name, Object value) {
    switch (value) {
      case Long number -> json.number(name, number);
      case Boolean fact -> json.fact(name, fact);
      case List<?> texts -> json.texts(name, texts);
      default -> json.text(name, value.toString());
    }
  }
}
