package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.message.AnswerHead;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer of which somebody still has to say what becomes of it: its head, and what came in the
 * same go. Owns its parts. Used by its loop's thread only.
 */
final class HeldAnswer {
  private final AnswerHead head;
  private List<HttpContent> parts = new ArrayList<>(2);
  private boolean settled;
  private boolean cutOff;

  HeldAnswer(AnswerHead head) {
    this.head = head;
  }

  AnswerHead head() {
    return head;
  }

  void add(HttpContent part) {
    parts.add(part);
  }

  /** Everything that came in the same go is here. */
  void settle() {
    settled = true;
  }

  /** Whether nothing of what came in the same go is still to be added. */
  boolean isSettled() {
    return settled;
  }

  /** Nothing more comes. */
  void cutOff() {
    cutOff = true;
  }

  /** Whether all of it is here. */
  boolean isWhole() {
    return !parts.isEmpty() && parts.getLast() instanceof LastHttpContent;
  }

  /** Whether the rest will never come. */
  boolean isCutOff() {
    return cutOff && !isWhole();
  }

  /** Hands the parts over; nothing is added any more. */
  List<HttpContent> take() {
    List<HttpContent> all = parts;
    parts = List.of();
    return all;
  }

  void release() {
    take().forEach(HttpContent::release);
  }
}
