package dev.keybearer.cli;

import dev.keybearer.cli.command.Shell;
import dev.keybearer.cli.config.source.Paint;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One command that has been run, and what it left. */
record Run(int code, String out, String err) {
  /** With something piped in. */
  static Run piping(String input, String... arguments) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return of(new Shell.Stdin(in, false), Paint.PLAIN, arguments);
  }

  /** On a terminal where nobody types. */
  static Run typing(String... arguments) {
    return of(new Shell.Stdin(InputStream.nullInputStream(), true), Paint.PLAIN, arguments);
  }

  /** The same, while somebody looks at what it has printed so far. */
  static Run watched(StringWriter out, String... arguments) {
    return of(new Shell.Stdin(InputStream.nullInputStream(), true), Paint.PLAIN, out, arguments);
  }

  static Run of(Shell.Stdin in, Paint paint, String... arguments) {
    return of(in, paint, new StringWriter(), arguments);
  }

  private static Run of(Shell.Stdin in, Paint paint, StringWriter out, String... arguments) {
    var err = new StringWriter();
    Shell shell =
        new Shell(
            new PrintWriter(out, true), new PrintWriter(err, true), in, Map.of(), paint, paint);
    int code = Main.run(shell, arguments);
    return new Run(code, out.toString(), err.toString());
  }

  /** Everything that was said. */
  String said() {
    return out + err;
  }
}
