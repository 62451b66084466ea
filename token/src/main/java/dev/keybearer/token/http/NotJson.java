package dev.keybearer.token.http;

/** The bytes are not one acceptable JSON object; says where and why, never what stands there. */
public final class NotJson extends Exception {
  private static final long serialVersionUID = 1L;

  private final long position;

  NotJson(String reason, long position) {
    super("not an acceptable JSON object: " + reason + " at character " + position);
    this.position = position;
  }

  /** How many characters come before the place where reading stopped. */
  public long position() {
    return position;
  }
}
