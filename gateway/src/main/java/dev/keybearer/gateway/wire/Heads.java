package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.field.Field;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Heads as the codec has them, and as the rest of the gateway does. */
final class Heads {
  /** What is written here was judged before, or is our own. */
  private static final HttpHeadersFactory JUDGED =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  /** Of one connection only (RFC 9110 section 7.6.1), and what older servers made of it. */
  private static final List<CharSequence> OF_CONNECTION =
      List.of(
          HttpHeaderNames.CONNECTION,
          AsciiString.cached("keep-alive"),
          AsciiString.cached("proxy-connection"),
          HttpHeaderNames.PROXY_AUTHENTICATE,
          HttpHeaderNames.TE,
          HttpHeaderNames.TRAILER,
          HttpHeaderNames.UPGRADE);

  private static final List<CharSequence> OF_HEAD =
      List.of(
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.CONTENT_ENCODING,
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_RANGE,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.CACHE_CONTROL,
          HttpHeaderNames.SET_COOKIE,
          HttpHeaderNames.LOCATION,
          HttpHeaderNames.WWW_AUTHENTICATE,
          HttpHeaderNames.HOST,
          HttpHeaderNames.AUTHORIZATION);

  private static final int SWITCHING = 101;

  private Heads() {}

  /**
   * Whether an answer's framing is read in one way by everybody; a change of protocol is not,
   * unless it was asked for.
   */
  static boolean isUnambiguous(HttpResponse head, boolean upgrades) {
    HttpVersion version = head.protocolVersion();
    boolean known = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean coded = codings.isEmpty() || codings.equals(List.of("chunked"));
    boolean switches = head.status().code() == SWITCHING;
    return known && coded && (!switches || (upgrades && version.equals(HttpVersion.HTTP_1_1)));
  }

  static boolean isInformational(HttpResponse head) {
    return head.status().codeClass() == HttpStatusClass.INFORMATIONAL
        && head.status().code() != SWITCHING;
  }

  /** Whether the connection outlives the answer: only if its end can be told otherwise. */
  static boolean isKeptAlive(HttpResponse head, boolean toHead) {
    int code = head.status().code();
    boolean framed =
        toHead
            || code == 204
            || code == 304
            || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
            || HttpUtil.isTransferEncodingChunked(head);
    return framed && code != SWITCHING && HttpUtil.isKeepAlive(head);
  }

  /** An answer as the pipeline sees it. */
  static UpstreamHead view(HttpResponse head) {
    return new View(head);
  }

  /**
   * Makes an upstream's head one that the caller can be sent.
   *
   * @param set fields that are set in it
   */
  static void makePassable(HttpResponse head, List<Field> set, Caller caller) {
    makeInformation(head);
    HttpHeaders headers = head.headers();
    for (Field field : set) {
      headers.set(field.name(), field.value());
    }
    frame(head, caller);
  }

  /**
   * An upstream's head as one by which both ends stop to speak HTTP.
   *
   * @param set fields that are set in it
   */
  static HttpResponse switching(HttpResponse head, List<Field> set) {
    makeInformation(head);
    for (Field field : set) {
      head.headers().set(field.name(), field.value());
    }
    return head;
  }

  /** Takes out what is of the connection to the upstream only. */
  static void makeInformation(HttpResponse head) {
    HttpHeaders headers = head.headers();
    for (String options : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String option : options.split(",", -1)) {
        headers.remove(option.strip());
      }
    }
    for (CharSequence name : OF_CONNECTION) {
      headers.remove(name);
    }
    int code = head.status().code();
    if (code < 200 || code == 204) { // RFC 9110 section 8.6: neither has a length
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /** Whether an answer has no body, whatever its header says: callers go by that as well. */
  static boolean isBodiless(int code) {
    return code < 200 || code == 204 || code == 205 || code == 304;
  }

  /** A part of an answer without those trailers that a head alone may hold (RFC 9110 6.5.1). */
  static HttpContent passable(HttpContent content) {
    if (content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      for (CharSequence name : OF_HEAD) {
        last.trailingHeaders().remove(name);
      }
      for (CharSequence name : OF_CONNECTION) {
        last.trailingHeaders().remove(name);
      }
    }
    return content;
  }

  private static void frame(HttpResponse head, Caller caller) {
    HttpHeaders headers = head.headers();
    int code = head.status().code();
    boolean bodiless = caller.head() || isBodiless(code);
    boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    boolean measured = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    if (chunked && (bodiless || caller.old())) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    if (!chunked && !measured && !bodiless && !caller.old()) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (code == 205) { // RFC 9110 section 15.3.6: some callers read a body there, and some do not
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
    connection(headers, caller);
  }

  /** Whether a body of this answer ends only with the connection. */
  static boolean endsWithConnection(HttpResponse head, Caller caller) {
    int code = head.status().code();
    boolean bodiless = caller.head() || isBodiless(code);
    return caller.old() && !bodiless && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }

  /** An answer of our own. */
  static FullHttpResponse own(Answer answer, Caller caller) {
    byte[] octets = answer.octets();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            caller.head() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(octets),
            JUDGED,
            DefaultHttpHeadersFactory.trailersFactory());
    HttpHeaders headers = response.headers();
    headers.add(HttpHeaderNames.CONTENT_TYPE, "application/json");
    headers.add(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(octets.length));
    headers.add(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    for (Field field : answer.fields()) {
      headers.add(field.name(), field.value());
    }
    connection(headers, caller);
    return response;
  }

  private static void connection(HttpHeaders headers, Caller caller) {
    if (!caller.keepAlive()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (caller.old()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /**
   * What an answer has to know of who gets it.
   *
   * @param head whether the request was HEAD
   * @param old whether HTTP/1.0 is spoken
   * @param keepAlive whether the connection outlives the answer
   */
  record Caller(boolean head, boolean old, boolean keepAlive) {
    Caller ending() {
      return new Caller(head, old, false);
    }
  }

  private record View(HttpResponse head) implements UpstreamHead {
    @Override
    public int status() {
      return head.status().code();
    }

    @Override
    public @Nullable String value(String name) {
      return head.headers().get(name);
    }
  }
}
