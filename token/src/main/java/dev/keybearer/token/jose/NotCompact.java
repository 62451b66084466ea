package dev.keybearer.token.jose;

/** The text is no signed token in compact form; says why, never what stands there. */
public final class NotCompact extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  NotCompact(Fault fault, String message) {
    super(message, null, false, false); // anybody can cause it: it costs no stack trace
    this.fault = fault;
  }

  /** What kind of wrong it is. */
  public Fault fault() {
    return fault;
  }

  /** The kinds of wrong. */
  public enum Fault {
    /** Not three parts of base64url with a JSON object first. */
    SHAPE,
    /** Five parts: encrypted, which is not accepted. */
    ENCRYPTED,
    /** The header asks for what is not understood or not allowed. */
    HEADER
  }
}
