package dev.keybearer.gateway.path;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path in the one spelling in which it is matched, judged and sent, and the query that came with
 * it, untouched. Immutable; equal when both are.
 *
 * <pre>
 *   /a/./b/%7euser/x+y?q=%41   →   /a/b/~user/x%2By  and  q=%41
 *   /a/%2e%2e/b, /a//b, /a;x/b, /a%2fb, /a/../../b   →   refused
 * </pre>
 *
 * Plain dot segments mean the same to everybody (RFC 3986 section 5.2.4) and are taken out;
 * whatever two recipients could read in two ways is refused, not repaired.
 */
public final class JudgedPath implements PathJudgement {
  private final String path;
  private final @Nullable String query;

  private JudgedPath(String path, @Nullable String query) {
    this.path = path;
    this.query = query;
  }

  /** Judges a request target as it stood in the request line, one character an octet. */
  public static PathJudgement parse(String rawTarget) {
    if (!rawTarget.startsWith("/")) {
      return new Refused(PathFault.NOT_ORIGIN_FORM);
    }
    int mark = rawTarget.indexOf('?');
    String raw = mark < 0 ? rawTarget : rawTarget.substring(0, mark);
    String query = mark < 0 ? null : rawTarget.substring(mark + 1);
    try {
      String path = Spelling.isPlain(raw) ? raw : canonical(raw);
      return query == null || Query.mayStand(query)
          ? new JudgedPath(path, query)
          : new Refused(PathFault.QUERY);
    } catch (Ambiguous e) {
      return new Refused(e.fault());
    }
  }

  /** The path: begins with a slash, without query. */
  public String path() {
    return path;
  }

  /** The query as it came, without its question mark; null when there was none. */
  public @Nullable String query() {
    return query;
  }

  /** What is sent: path and query. */
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  /**
   * Whether the query has a parameter of this name, in any spelling that some recipient takes for
   * it.
   */
  public boolean hasParameter(String name) {
    return query != null && Query.has(query, name);
  }

  /** The same without any parameter of this name. */
  public JudgedPath withoutParameter(String name) {
    return query == null || !Query.has(query, name)
        ? this
        : new JudgedPath(path, Query.without(query, name));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JudgedPath judged
        && path.equals(judged.path)
        && Objects.equals(query, judged.query);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, query);
  }

  /** The path alone: queries carry what does not belong into a log. */
  @Override
  public String toString() {
    return path;
  }

  private static String canonical(String raw) throws Ambiguous {
    Deque<String> kept = new ArrayDeque<>();
    for (int start = 1; start <= raw.length(); ) {
      int slash = raw.indexOf('/', start);
      int end = slash < 0 ? raw.length() : slash;
      if (start == end && slash >= 0) {
        throw new Ambiguous(PathFault.EMPTY_SEGMENT);
      }
      step(kept, Segment.canonical(raw.substring(start, end)), slash < 0);
      start = end + 1;
    }
    return "/" + String.join("/", kept);
  }

  private static void step(Deque<String> kept, String segment, boolean last) throws Ambiguous {
    if (segment.equals("..") && kept.pollLast() == null) {
      throw new Ambiguous(PathFault.ABOVE_ROOT);
    }
    if (!segment.equals(".") && !segment.equals("..")) {
      kept.addLast(segment);
    } else if (last) {
      kept.addLast(""); // the directory itself: its path ends in a slash
    }
  }
}
