package dev.keybearer.stream;

/** Where to go on when the provider no longer keeps what comes after the position. */
public enum AfterExpiry {
  /** With the oldest message that is kept. */
  EARLIEST,
  /** With the next message. */
  LATEST,
  /** Nowhere: the stream is suspended until somebody decides. */
  FAIL
}
