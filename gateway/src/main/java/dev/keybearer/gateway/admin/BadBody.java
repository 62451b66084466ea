package dev.keybearer.gateway.admin;

/** A body is not what is expected; says what is, never what stands there. */
final class BadBody extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadBody(String words) {
    this(400, words);
  }

  BadBody(int status, String words) {
    super(words);
    this.status = status;
  }

  Refusal refusal() {
    String error = status == 413 ? "too_large" : "invalid_request";
    return Refusal.of(status, error, String.valueOf(getMessage()));
  }
}
