package dev.keybearer.gateway.field;

/** How a request says where its body ends; on the way to an upstream that is written anew. */
public sealed interface BodyLength {
  /** There is no body. */
  record None() implements BodyLength {}

  /** So many octets. */
  record Exactly(long octets) implements BodyLength {}

  /** Chunks, until one is empty. */
  record Chunked() implements BodyLength {}
}
