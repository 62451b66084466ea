package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.wire.message.AnswerHead;
import dev.keybearer.gateway.wire.message.Heads;
import io.netty.handler.codec.http.HttpContent;
import java.util.List;

/**
 * What the caller of an exchange is told, one of our own answers or one of an upstream, and how
 * much of it. Used by its loop's thread only.
 */
final class SentAnswer {
  private final ClientSide client;
  private final Heads.Caller caller;
  private int status;
  private long octets;

  SentAnswer(ClientSide client, Heads.Caller caller) {
    this.client = client;
    this.caller = caller;
  }

  /** Tells an answer of our own; whether the connection outlives it. */
  boolean own(Answer answer, boolean last) {
    Heads.Caller told = answer.ends() || last ? caller.ending() : caller;
    status = answer.status();
    octets = answer.octets().length;
    client.write(answer, told);
    client.flush();
    return told.keepAlive();
  }

  /** Tells what comes before the final answer. HTTP/1.0 knows one answer for each request. */
  void inform(AnswerHead head) {
    if (!caller.old()) {
      Heads.makeInformation(head);
      client.write(head);
      client.flush();
    }
  }

  /**
   * Begins to pass on an upstream's answer.
   *
   * @param set fields that are set in it
   * @param last whether no other request may come on the connection
   * @return whether the connection outlives it
   */
  boolean begin(AnswerHead head, List<Field> set, boolean last) {
    boolean keep = caller.keepAlive() && !last && !Heads.endsWithConnection(head, caller);
    Heads.makePassable(head, set, keep ? caller : caller.ending());
    status = head.status();
    client.write(head);
    return keep;
  }

  /** Passes on a part of an upstream's answer. */
  void part(HttpContent part) {
    octets += part.content().readableBytes();
    client.write(Heads.passable(part));
  }

  /** Passes on that both ends stop to speak HTTP. */
  void switching(AnswerHead head, List<Field> set) {
    Heads.makeInformation(head);
    set.forEach(head::set);
    client.write(head);
  }

  /** What has become of it. */
  Ending ending(How how, long received) {
    return new Ending(how, status, received, octets);
  }
}
