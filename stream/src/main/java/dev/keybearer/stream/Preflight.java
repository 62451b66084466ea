package dev.keybearer.stream;

import dev.keybearer.token.Token;
import java.util.List;

/** Looks at a token before it is dialled with. */
@FunctionalInterface
public interface Preflight {
  /** Looks at nothing. */
  Preflight NONE = (token, topics) -> {};

  /**
   * Returns when the token will do for these topics, as far as can be told from here.
   *
   * @throws StreamFailure when it will not
   */
  void check(Token token, List<Topic> topics);

  /** This one, then another. */
  default Preflight and(Preflight next) {
    return (token, topics) -> {
      check(token, topics);
      next.check(token, topics);
    };
  }
}
