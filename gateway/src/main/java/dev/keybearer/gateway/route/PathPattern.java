package dev.keybearer.gateway.route;

import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.gateway.path.PathFault;
import dev.keybearer.gateway.path.PathJudgement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a route is for. Immutable.
 *
 * <pre>
 *   /a/b      these segments, and nothing else
 *   /a/*&#47;b    one segment of any text where the star stands
 *   /a/**     /a itself and everything below it; ** stands at the end only
 * </pre>
 *
 * A slash at the end of a path makes no difference: servers differ on whether {@code /a/} is {@code
 * /a}, so that what guards the one guards the other.
 */
public final class PathPattern {
  static final String ANY = "*";
  private static final String BELOW = "**";

  private final List<String> segments;
  private final boolean open;

  private PathPattern(List<String> segments, boolean open) {
    this.segments = List.copyOf(segments);
    this.open = open;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none, with what to write instead
   */
  public static PathPattern parse(String text) {
    if (!text.startsWith("/")) {
      throw wrong(text, "a pattern begins with a slash");
    }
    if (text.length() > 1 && text.endsWith("/")) {
      throw wrong(text, "a slash at the end makes no difference: leave it out");
    }
    List<String> segments = new ArrayList<>();
    if (text.length() > 1) {
      segments.addAll(List.of(text.substring(1).split("/", -1)));
    }
    boolean open = !segments.isEmpty() && segments.getLast().equals(BELOW);
    if (open) {
      segments.removeLast();
    }
    for (String segment : segments) {
      check(text, segment);
    }
    return new PathPattern(segments, open);
  }

  /** How many segments stand in it before {@code **}. */
  int size() {
    return segments.size();
  }

  /** The text of a segment, or {@link #ANY}. */
  String segment(int index) {
    return segments.get(index);
  }

  /** Whether everything below is meant as well. */
  boolean isOpen() {
    return open;
  }

  /** The pattern of all paths that are in both, null when there is no such path. */
  @Nullable PathPattern meet(PathPattern other) {
    int size = Math.max(size(), other.size());
    if (!reaches(size) || !other.reaches(size)) {
      return null;
    }
    List<String> common = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String mine = i < size() ? segment(i) : ANY;
      String theirs = i < other.size() ? other.segment(i) : ANY;
      if (!mine.equals(theirs) && !mine.equals(ANY) && !theirs.equals(ANY)) {
        return null;
      }
      common.add(mine.equals(ANY) ? theirs : mine);
    }
    return new PathPattern(common, open && other.open);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathPattern pattern
        && open == pattern.open
        && segments.equals(pattern.segments);
  }

  @Override
  public int hashCode() {
    return 31 * segments.hashCode() + Boolean.hashCode(open);
  }

  /** The pattern as it is written. */
  @Override
  public String toString() {
    String closed = String.join("/", segments);
    if (!open) {
      return "/" + closed;
    }
    return segments.isEmpty() ? "/" + BELOW : "/" + closed + "/" + BELOW;
  }

  private boolean reaches(int size) {
    return open || size() == size;
  }

  /** Text has to stand as requests are judged, or it would never be met. */
  private static void check(String text, String segment) {
    if (segment.equals(ANY)) {
      return;
    }
    if (segment.isEmpty()) {
      throw wrong(text, "requests with it are refused, since " + PathFault.EMPTY_SEGMENT.words());
    }
    if (segment.equals(BELOW)) {
      throw wrong(text, "** stands at the end only");
    }
    if (segment.contains(ANY)) {
      throw wrong(text, "a star stands for a whole segment");
    }
    String written = "/" + segment;
    switch (JudgedPath.parse(written)) {
      case PathJudgement.Refused refused ->
          throw wrong(text, "requests with it are refused, since " + refused.fault().words());
      case JudgedPath judged when !judged.target().equals(written) ->
          throw wrong(text, "requests are judged as " + judged.target() + ": write that");
      case JudgedPath judged when judged.query() != null ->
          throw wrong(text, "a query is not part of a pattern");
      case JudgedPath _ -> {}
    }
  }

  private static IllegalArgumentException wrong(String text, String remedy) {
    return new IllegalArgumentException(text + " is no path pattern: " + remedy);
  }
}
