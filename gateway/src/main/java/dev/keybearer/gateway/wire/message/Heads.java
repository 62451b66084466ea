package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.field.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** What heads of answers mean for the connections that they come and leave on. */
public final class Heads {
  private static final String LENGTH = "content-length";
  private static final String CODING = "transfer-encoding";
  private static final String CONNECTION = "connection";
  private static final Field IN_CHUNKS = Field.of(CODING, "chunked");
  private static final Field EMPTY = Field.of(LENGTH, "0");
  private static final Field CLOSE = Field.of(CONNECTION, "close");
  private static final Field KEEP_ALIVE = Field.of(CONNECTION, "keep-alive");
  private static final Field JSON = Field.of("content-type", "application/json");
  private static final Field NOT_STORED = Field.of("cache-control", "no-store");

  /** Of one connection only (RFC 9110 section 7.6.1), and what older servers made of it. */
  private static final List<String> OF_CONNECTION =
      List.of(
          CONNECTION,
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "te",
          "trailer",
          "upgrade");

  private static final List<String> OF_HEAD =
      List.of(
          LENGTH,
          "content-encoding",
          "content-type",
          "content-range",
          CODING,
          "cache-control",
          "set-cookie",
          "location",
          "www-authenticate",
          "host",
          "authorization");

  private static final int SWITCHING = 101;

  private Heads() {}

  /** Whether both ends stop to speak HTTP behind it. */
  public static boolean isSwitching(AnswerHead head) {
    return head.status() == SWITCHING;
  }

  /** Whether the final answer is still to come. */
  public static boolean isInformational(AnswerHead head) {
    return head.status() < 200 && !isSwitching(head);
  }

  /** Whether the connection outlives the answer: only if its end can be told otherwise. */
  public static boolean isKeptAlive(AnswerHead head, boolean toHead) {
    boolean framed = toHead || !mayHaveBody(head.status()) || head.framing().tellsEnd();
    return framed && !isSwitching(head) && head.framing().keepAlive();
  }

  /** Makes an upstream's head one that the caller can be sent. */
  public static void makePassable(AnswerHead head, List<Field> set, Caller caller) {
    makeInformation(head);
    set.forEach(head::set);
    frame(head, caller);
  }

  /** Takes out what is of the connection to the upstream only. */
  public static void makeInformation(AnswerHead head) {
    if (head.has(CONNECTION)) {
      for (String options : head.values(CONNECTION)) {
        dropAll(head, options);
      }
    }
    for (String name : OF_CONNECTION) {
      head.drop(name);
    }
    int code = head.status();
    if (code < 200 || code == 204) { // RFC 9110 section 8.6: neither has a length
      head.drop(LENGTH);
      head.drop(CODING);
    }
  }

  private static void dropAll(AnswerHead head, String options) {
    for (String option : options.split(",", -1)) {
      String name = option.strip();
      boolean frames = name.equalsIgnoreCase(LENGTH) || name.equalsIgnoreCase(CODING);
      if (!name.isEmpty() && !frames) { // the answer leaves as it is framed, whoever names that
        head.drop(name);
      }
    }
  }

  /** Whether an upstream may send a body with it, so that what follows has to be read as one. */
  static boolean mayHaveBody(int code) {
    return code >= 200 && code != 204 && code != 304;
  }

  /** Whether an answer has no body, whatever its header says: callers go by that as well. */
  public static boolean isBodiless(int code) {
    return !mayHaveBody(code) || code == 205;
  }

  /** A part of an answer without those trailers that a head alone may hold (RFC 9110 6.5.1). */
  public static HttpContent passable(HttpContent content) {
    if (content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      HttpHeaders trailers = last.trailingHeaders();
      OF_HEAD.forEach(trailers::remove);
      OF_CONNECTION.forEach(trailers::remove);
    }
    return content;
  }

  private static void frame(AnswerHead head, Caller caller) {
    int code = head.status();
    boolean bodiless = caller.head() || isBodiless(code);
    if (head.framing().chunked() && (bodiless || caller.old())) {
      head.drop(CODING);
    }
    if (!head.framing().tellsEnd() && !bodiless && !caller.old()) {
      head.add(IN_CHUNKS);
    }
    if (code == 205) { // RFC 9110 section 15.3.6: some callers read a body there, and some do not
      head.set(EMPTY);
    }
    connection(head, caller);
  }

  /** Whether a body of this answer leaves in chunks. */
  public static boolean leavesInChunks(AnswerHead head) {
    return !isBodiless(head.status()) && head.has(CODING);
  }

  /** Whether a body of this answer ends only with the connection. */
  public static boolean endsWithConnection(AnswerHead head, Caller caller) {
    boolean bodiless = caller.head() || isBodiless(head.status());
    return caller.old() && !bodiless && head.framing().length() == Framing.UNTOLD;
  }

  /** The head of an answer of our own. */
  public static AnswerHead headOf(Answer answer, Caller caller) {
    AnswerHead head = AnswerHead.of(answer.status());
    head.add(JSON);
    head.add(Field.of(LENGTH, Integer.toString(answer.octets().length)));
    head.add(NOT_STORED);
    answer.fields().forEach(head::add);
    connection(head, caller);
    return head;
  }

  /** What follows that head. */
  public static LastHttpContent bodyOf(Answer answer, Caller caller) {
    ByteBuf body = caller.head() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.octets());
    return new DefaultLastHttpContent(body, EmptyHttpHeaders.INSTANCE);
  }

  private static void connection(AnswerHead head, Caller caller) {
    if (!caller.keepAlive()) {
      head.set(CLOSE);
    } else if (caller.old()) {
      head.set(KEEP_ALIVE);
    }
  }

  /**
   * What an answer has to know of who gets it.
   *
   * @param head whether the request was HEAD
   * @param old whether HTTP/1.0 is spoken
   * @param keepAlive whether the connection outlives the answer
   */
  public record Caller(boolean head, boolean old, boolean keepAlive) {
    public Caller ending() {
      return new Caller(head, old, false);
    }
  }
}
