package dev.keybearer.simulator.socket;

import java.io.IOException;

/** A client broke the rules of the WebSocket protocol. */
public final class Violation extends IOException {
  private static final long serialVersionUID = 1;

  /** What says that a frame is not as it should be (RFC 6455 section 7.4.1). */
  static final int PROTOCOL = 1002;

  /** What says that a message is of a kind nobody here reads. */
  static final int UNREADABLE = 1003;

  /** What says that a text is not UTF-8. */
  static final int NOT_TEXT = 1007;

  /** What says that a message is too large. */
  static final int TOO_BIG = 1009;

  private final int code;

  Violation(int code, String message) {
    super(message);
    this.code = code;
  }

  /** The close code that answers it. */
  public int code() {
    return code;
  }
}
