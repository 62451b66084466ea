package dev.keybearer.cli.command;

import dev.keybearer.cli.config.source.Paint;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What surrounds a command: where data goes, where chatter goes, and how either may look.
 *
 * @param out data only
 * @param err everything that is said to a human
 * @param in where data comes from
 * @param environment of the process
 * @param outPaint how data may be set off
 * @param errPaint how chatter may be set off
 */
public record Shell(
    PrintWriter out,
    PrintWriter err,
    Stdin in,
    Map<String, String> environment,
    Paint outPaint,
    Paint errPaint) {
  // Set by the launcher: 0 when stdin is a terminal, 1 when stdout is, 2 when stderr is. Java
  // cannot tell them apart.
  private static final String TERMINALS = "keybearer.terminals";

  /** The shell that started this process. UTF-8 goes out whatever the locale: data is data. */
  public static Shell ofProcess() {
    Map<String, String> environment = System.getenv();
    String terminals = System.getProperty(TERMINALS, "");
    return new Shell(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new Stdin(System.in, terminals.contains("0")),
        environment,
        paint(terminals.contains("1"), environment),
        paint(terminals.contains("2"), environment));
  }

  /** Colours go to terminals that can show them, unless NO_COLOR says otherwise. */
  static Paint paint(boolean terminal, Map<String, String> environment) {
    // https://no-color.org: set, and not empty.
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return terminal && !refused && !dumb ? Paint.COLOUR : Paint.PLAIN;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    var stream = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /**
   * Where data comes from.
   *
   * @param isTerminal whether a person types it
   */
  public record Stdin(InputStream stream, boolean isTerminal) {}
}
