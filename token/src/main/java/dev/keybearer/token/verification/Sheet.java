package dev.keybearer.token.verification;

import dev.keybearer.token.verification.Point.Answer;
import dev.keybearer.token.verification.Point.Name;
import dev.keybearer.token.verification.Verdict.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The points of one examination while they are looked at, in the order of judging: the first that
 * fails or that nobody can tell decides. Used by one thread.
 */
final class Sheet {
  private final Map<Name, Point> points = new EnumMap<>(Name.class);
  private boolean decided;
  private @Nullable Refused refused;

  /** It is so, unless something at this point failed already. */
  void holds(Name name, String words) {
    points.putIfAbsent(name, new Point(name, Answer.HOLDS, words));
  }

  /** It is not so; the first refusal at a point counts. */
  void fails(Name name, Refused why) {
    Point before = points.get(name);
    if (before == null || before.answer() != Answer.FAILS) {
      points.put(name, new Point(name, Answer.FAILS, why.detail()));
    }
    if (!decided) {
      decided = true;
      refused = why;
    }
  }

  void cannotTell(Name name, VerificationFailure why) {
    points.put(name, new Point(name, Answer.CANNOT_TELL, String.valueOf(why.getMessage())));
    decided = true;
  }

  void skip(String why, Name... names) {
    for (Name name : names) {
      points.putIfAbsent(name, new Point(name, Answer.NOT_LOOKED_AT, why));
    }
  }

  void skipRest(String why) {
    skip(why, Name.values());
  }

  /** Every point that was looked at, in order. */
  List<Point> points() {
    return new ArrayList<>(points.values());
  }

  boolean isDecided() {
    return decided;
  }

  /** The first refusal, or null when nobody can tell or nothing failed. */
  @Nullable Refused refused() {
    return refused;
  }
}
