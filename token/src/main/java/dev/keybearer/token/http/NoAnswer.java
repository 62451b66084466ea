package dev.keybearer.token.http;

/** No whole, acceptable answer came; says whether the request may have been acted on. */
public final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fate fate;

  /**
   * A failure of one request. There is no cause: the texts of the client's own exceptions quote
   * what the other side sent.
   *
   * @param what what happened, without content of request or answer
   */
  public NoAnswer(Ask ask, Fate fate, String what) {
    super(ask + ": " + what + "; " + fate.text);
    this.fate = fate;
  }

  /** What became of the request. */
  public Fate fate() {
    return fate;
  }

  /** What became of a request that has no answer. */
  public enum Fate {
    /** No byte of it left this process, so nothing in it is used up. */
    NOT_SENT("nothing was sent"),
    /** It may have arrived and may have been acted on. */
    UNKNOWN("it may have been acted on");

    private final String text;

    Fate(String text) {
      this.text = text;
    }
  }
}
