package dev.keybearer.token.verification;

import dev.keybearer.token.Issuer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A presented token held against everything that is expected of it, for whoever wants to know why
 * it is refused. Does not hold the token, and its text form shows no claim that may be personal.
 *
 * @param token what stands in it, which is worth no more than the verdict says
 * @param issuer whose tokens it was judged as, or null when it was not judged at all
 * @param points everything that is expected, also after the first that does not hold
 * @param verdict what {@link Verifier#judge} says about the same presentation, or null when nobody
 *     can tell
 */
public record Examination(
    Unverified token, @Nullable Issuer issuer, List<Point> points, @Nullable Verdict verdict) {
  /** An examination. */
  public Examination {
    points = List.copyOf(points);
  }

  /** The point that decides: the first that fails or that nobody can tell, or null for a yes. */
  public @Nullable Point decisive() {
    for (Point point : points) {
      if (point.answer() == Point.Answer.FAILS || point.answer() == Point.Answer.CANNOT_TELL) {
        return point;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Examination[" + token.form() + ", " + verdict + "]";
  }
}
