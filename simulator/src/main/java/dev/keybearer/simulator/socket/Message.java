package dev.keybearer.simulator.socket;

/** What a client says, whole. */
public sealed interface Message {
  /** A text, put together from its fragments. */
  record Text(String text) implements Message {}

  /** A ping with its payload. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
  record Ping(byte[] payload) implements Message {}

  /** An answer to a ping, or one that nobody asked for. */
  record Pong() implements Message {}

  /** A goodbye; code 1005 stands for none. */
  record Close(int code, String reason) implements Message {
    /** What stands for a close frame without a code (RFC 6455 section 7.4.1). */
    public static final int NO_CODE = 1005;
  }
}
