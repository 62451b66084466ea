package dev.keybearer.cli.config.source;

import dev.keybearer.cli.config.source.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a config file.
 *
 * @param name as the user gave it
 * @param folder what relative paths in the file are relative to
 * @param text all of it
 * @param lines the same, line by line, without their ends
 */
public record Source(String name, Path folder, String text, List<String> lines) {
  /** Bytes; some 20,000 credentials. What is larger is no config. */
  static final int LARGEST = 4 << 20;

  /** A text that stands in no file; relative paths in it begin where the process runs. */
  public static Source of(String name, String text) {
    return of(name, Path.of(""), text);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigFailure when it is not there, not readable, too large or not UTF-8
   */
  public static Source read(Path file) {
    Path above = file.toAbsolutePath().normalize().getParent();
    Source unread = of(file.toString(), above == null ? file : above, "");
    try (InputStream in = Files.newInputStream(file)) {
      return unread.holding(in.readNBytes(LARGEST + 1));
    } catch (NoSuchFileException e) {
      throw missing(file, "");
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw unread.refused(
          Kind.NO_FILE, "cannot read " + Shown.quoted(unread.name) + ": " + Shown.line(why));
    }
  }

  /** What to say of a file that is not there, with the remedy of whoever looked for it. */
  public static ConfigFailure missing(Path file, String remedy) {
    String name = file.toString();
    return of(name, file, "")
        .refused(
            Problem.of(Kind.NO_FILE, "there is no file " + Shown.quoted(name), Span.FILE)
                .withHelp(remedy));
  }

  /** The first character that a text file has no use for, or null when there is none. */
  @Nullable Span oddCharacter() {
    int line = 0;
    for (String each : lines) {
      line++;
      int[] points = each.codePoints().toArray();
      for (int i = 0; i < points.length; i++) {
        if (isOdd(points[i])) {
          return Span.at(line, i + 1);
        }
      }
    }
    return null;
  }

  private static boolean isOdd(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint != '\t';
      case Character.SURROGATE -> true;
      default -> (codePoint & 0xFFFE) == 0xFFFE;
    };
  }

  private static Source of(String name, Path folder, String text) {
    return new Source(name, folder, text, List.of(text.split("\r\n|\r|\n", -1)));
  }

  private Source holding(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw refused(Kind.TOO_LARGE, "the file is larger than " + (LARGEST >> 20) + " MiB");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer left = ByteBuffer.wrap(bytes);
    if (decoder.decode(left, text, true).isError()) {
      Source sound = of(name, folder, text.flip().toString());
      int line = sound.lines.size();
      String last = sound.lines.getLast();
      Span place = Span.at(line, last.codePointCount(0, last.length()) + 1);
      throw sound.refused(
          Problem.of(Kind.ENCODING, "the file is not UTF-8 text", place)
              .withLabel("the byte behind this is not UTF-8")
              .withHelp("save the file as UTF-8"));
    }
    return of(name, folder, withoutMark(text.flip().toString()));
  }

  // Some editors begin UTF-8 files with a byte order mark; it is no part of the text.
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private ConfigFailure refused(Kind kind, String message) {
    return refused(Problem.of(kind, message, Span.FILE));
  }

  private ConfigFailure refused(Problem problem) {
    Problems problems = new Problems(this);
    problems.hideValues();
    problems.add(problem);
    return problems.failure();
  }
}
