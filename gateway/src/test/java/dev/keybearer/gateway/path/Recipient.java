package dev.keybearer.gateway.path;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Servers behind a gateway as they are found: each makes something else of the same target. */
enum Recipient {
  /** Splits, cuts parameters off, decodes once, then steps over dots: as servlet containers do. */
  DECODES_ONCE {
    @Override
    List<String> read(String path) {
      List<String> segments = new ArrayList<>();
      for (String segment : path.split("/", -1)) {
        segments.addAll(List.of(decoded(cut(segment)).split("/", -1)));
      }
      return stepped(segments);
    }
  },
  /** Decodes, decodes again, and only then looks for slashes, backslashes and parameters. */
  DECODES_TWICE {
    @Override
    List<String> read(String path) {
      String twice = decoded(decoded(path)).replace('\\', '/');
      return stepped(List.of(twice.split("/", -1)).stream().map(Recipient::cut).toList());
    }
  },
  /** Decodes once, ends at NUL, merges slashes, then steps over dots: as nginx does. */
  MERGES_SLASHES {
    @Override
    List<String> read(String path) {
      String once = decoded(path);
      int nul = once.indexOf('\0');
      String ended = nul < 0 ? once : once.substring(0, nul);
      return stepped(List.of(ended.replaceAll("/+", "/").split("/", -1)));
    }
  };

  /** The segments that this recipient sees, without empty ones. */
  abstract List<String> read(String path);

  /** Whether this recipient serves what is under this first segment. */
  boolean reaches(String target, String first) {
    int mark = target.indexOf('?');
    List<String> segments = read(mark < 0 ? target : target.substring(0, mark));
    return !segments.isEmpty() && segments.getFirst().equals(first);
  }

  private static String cut(String segment) {
    int semicolon = segment.indexOf(';');
    return semicolon < 0 ? segment : segment.substring(0, semicolon);
  }

  /** Lenient on purpose: overlong forms, {@code %uXXXX}, and what is no escape stays. */
  private static String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int length = escape(text, i, decoded);
      if (length == 0) {
        decoded.append(text.charAt(i));
        length = 1;
      }
      i += length;
    }
    return decoded.toString().replace("\u00c0\u00ae", ".").replace("\u00c0\u00af", "/");
  }

  /** How long the escape is that stands here, 0 when there is none. */
  private static int escape(String text, int at, StringBuilder decoded) {
    if (text.charAt(at) != '%') {
      return 0;
    }
    boolean wide = text.regionMatches(true, at, "%u", 0, 2);
    int from = at + (wide ? 2 : 1);
    int to = from + (wide ? 4 : 2);
    if (to > text.length() || !text.substring(from, to).matches("[0-9A-Fa-f]+")) {
      return 0;
    }
    decoded.append((char) Integer.parseInt(text, from, to, 16));
    return to - at;
  }

  private static List<String> stepped(List<String> segments) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : segments) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    return List.copyOf(kept);
  }
}
