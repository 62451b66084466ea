package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.wire.message.AnswerHead;
import io.netty.handler.codec.http.HttpContent;

/** Whom a connection to an upstream serves, and what it tells them. On their loop's thread only. */
interface Served {
  /** An answer before the final one has come. */
  default void informed(AnswerHead head) {}

  /** The head of the final answer has come. */
  default void head(AnswerHead head) {}

  /** A part of the answer has come. */
  default void content(HttpContent content, boolean last) {
    content.release();
  }

  /** Everything that came in one go has been taken. */
  default void upstreamRead() {}

  /** The upstream takes more again. */
  default void upstreamWritable() {}

  /** The connection to the upstream broke. */
  void broken(UpstreamFault fault);
}
