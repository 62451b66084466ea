package dev.keybearer.token.jose;

/** The document holds no keys that can be used; says why, never what stands there. */
public final class NotKeys extends Exception {
  private static final long serialVersionUID = 1L;

  NotKeys(String message) {
    super(message);
  }
}
