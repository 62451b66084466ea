package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.field.Field;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer: the octets in which it came and where its fields stand among them, so that
 * those that pass are copied and never become text; and fields that were put in here. Used by its
 * loop's thread only.
 *
 * <pre>
 *   marks   reason, its end | name, its end, value, its end | name, …     a name without octets is
 *                                                                         of a field taken out
 * </pre>
 */
public final class AnswerHead implements UpstreamHead {
  private static final int FIRST = 2;
  private static final int MARKS = 4;
  private static final byte[] VERSION = HeadText.words("HTTP/1.1 ");
  private static final byte[] BLANK = HeadText.words(" ");

  private final int status;
  private final byte[] octets;
  private final int[] marks;
  private final Framing framing;
  private final List<Field> added = new ArrayList<>(2);

  public AnswerHead(int status, byte[] octets, int[] marks, Framing framing) {
    this.status = status;
    this.octets = octets;
    this.marks = marks;
    this.framing = framing;
  }

  /** One of our own without any field. */
  public static AnswerHead of(int status) {
    byte[] reason = HeadText.words(HttpResponseStatus.valueOf(status).reasonPhrase());
    return new AnswerHead(status, reason, new int[] {0, reason.length}, Framing.OWN);
  }

  /** How many marks one with so many fields has. */
  static int marks(int fields) {
    return FIRST + MARKS * fields;
  }

  @Override
  public int status() {
    return status;
  }

  /** How the upstream framed it. */
  public Framing framing() {
    return framing;
  }

  @Override
  public @Nullable String value(String name) {
    int at = next(FIRST, name);
    return at < 0 ? null : Ascii.text(octets, marks[at + 2], marks[at + 3]);
  }

  /** Whether there is a field of this name. */
  boolean has(String name) {
    return next(FIRST, name) >= 0 || isAdded(name);
  }

  private boolean isAdded(String name) {
    for (Field field : added) {
      if (field.isNamed(name)) {
        return true;
      }
    }
    return false;
  }

  /** The values of all fields of this name that came. */
  public List<String> values(String name) {
    List<String> values = new ArrayList<>(1);
    for (int at = next(FIRST, name); at >= 0; at = next(at + MARKS, name)) {
      values.add(Ascii.text(octets, marks[at + 2], marks[at + 3]));
    }
    return values;
  }

  /** Takes out all fields of this name. */
  public void drop(String name) {
    for (int at = next(FIRST, name); at >= 0; at = next(at + MARKS, name)) {
      marks[at + 1] = marks[at];
    }
    if (!added.isEmpty()) {
      added.removeIf(field -> field.isNamed(name));
    }
  }

  /** Puts a field in the place of those of its name. */
  public void set(Field field) {
    drop(field.name());
    added.add(field);
  }

  /** Puts a field in besides others of its name. */
  public void add(Field field) {
    added.add(field);
  }

  /** Where the marks of the next field of this name are, or -1. */
  private int next(int from, String name) {
    for (int at = from; at < marks.length; at += MARKS) {
      if (Ascii.isAlike(name, octets, marks[at], marks[at + 1])) {
        return at;
      }
    }
    return -1;
  }

  /** Writes it in the form of HTTP/1.1, without the empty line. */
  public void writeTo(HeadText text) {
    text.add(VERSION).code(status).add(BLANK);
    text.add(octets, marks[0], marks[1]).endLine();
    for (int at = FIRST; at < marks.length; at += MARKS) {
      if (marks[at] < marks[at + 1]) {
        text.add(octets, marks[at], marks[at + 1]).colon();
        text.add(octets, marks[at + 2], marks[at + 3]).endLine();
      }
    }
    for (Field field : added) {
      text.field(field.name(), field.value());
    }
  }

  /** Hands over the names and values of all fields. */
  public void forEach(BiConsumer<AsciiString, CharSequence> taker) {
    for (int at = FIRST; at < marks.length; at += MARKS) {
      if (marks[at] < marks[at + 1]) {
        taker.accept(part(at), part(at + 2));
      }
    }
    for (Field field : added) {
      taker.accept(AsciiString.of(field.name()), field.value());
    }
  }

  private AsciiString part(int at) {
    return new AsciiString(octets, marks[at], marks[at + 1] - marks[at], false);
  }

  /** Its status alone. */
  @Override
  public String toString() {
    return "AnswerHead[" + status + "]";
  }
}
