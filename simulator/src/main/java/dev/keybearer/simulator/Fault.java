package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Delivery;
import dev.keybearer.simulator.http.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * One scripted misbehaviour of a simulated host; immutable.
 *
 * <p>A fault stands either <i>instead of</i> the handling of a request, and the state of the host
 * stays as it was, or <i>behind</i> it, and what the request did has happened. Durations are real
 * time, because it is real clients who wait.
 */
public final class Fault {
  private final String name;
  private final Course course;

  private Fault(String name, Course course) {
    this.name = name;
    this.course = course;
  }

  private static Fault instead(String name, Answer answer) {
    return new Fault(name, (ask, handler, clock) -> answer);
  }

  private static Fault behind(String name, UnaryOperator<Answer> change) {
    return new Fault(name, (ask, handler, clock) -> change.apply(handler.answer(ask)));
  }

  private static Fault delivery(String name, UnaryOperator<Delivery> change) {
    return behind(name, answer -> answer.delivered(change.apply(answer.delivery())));
  }

  /** Instead: a status with a page of text, as a proxy or an edge answers. */
  public static Fault status(int status) {
    return instead("status " + status, Answer.of(status, "text/html", "<h1>" + status + "</h1>"));
  }

  /** Instead: exactly this answer. */
  public static Fault answer(int status, String mediaType, String body) {
    return instead("answer " + status, Answer.of(status, mediaType, body));
  }

  /** Instead: 429 with a Retry-After. */
  public static Fault throttled(RetryAfter retryAfter) {
    return retry(429, retryAfter);
  }

  /** Instead: any status with a Retry-After. */
  public static Fault retry(int status, RetryAfter retryAfter) {
    Answer answer = Answer.of(status, "text/plain", "come back later");
    return new Fault(
        "retry " + status,
        (ask, handler, clock) -> answer.with("Retry-After", retryAfter.at(clock.instant())));
  }

  /** Instead: a redirect. */
  public static Fault redirect(int status, String location) {
    return instead("redirect " + status, Answer.of(status).with("Location", location));
  }

  /** Instead: 200 with a page of HTML, as a captive portal answers. */
  public static Fault html() {
    return instead(
        "html",
        Answer.of(200, "text/html", "<!doctype html><title>Welcome to the network</title>"));
  }

  /** Instead: the connection stays open and nothing ever comes. */
  public static Fault blackHole() {
    return instead("black-hole", ending(Delivery.Ending.SILENT));
  }

  /** Instead: the connection is reset. */
  public static Fault reset() {
    return instead("reset", ending(Delivery.Ending.RESET));
  }

  /** Instead: 200 with gzip that inflates to this many bytes of JSON white space. */
  public static Fault gzipBomb(long inflatedBytes) {
    return new Fault("gzip-bomb", (ask, handler, clock) -> Oversize.bomb(inflatedBytes));
  }

  /** Instead: 200 with one JSON object of about this many bytes. */
  public static Fault oversize(int bytes) {
    return new Fault("oversize", (ask, handler, clock) -> Oversize.object(bytes));
  }

  /** The request is handled, and answered, only after a pause. */
  public static Fault slow(Duration pause) {
    return new Fault(
        "slow",
        (ask, handler, clock) ->
            elapsed(pause) ? handler.answer(ask) : ending(Delivery.Ending.CUT));
  }

  /** Behind: the answer is late by more than the client may be willing to wait. */
  public static Fault late(Duration pause) {
    return delivery("late", way -> way.after(pause));
  }

  /** Behind: the body drips at one byte per second. */
  public static Fault drip() {
    return drip(1);
  }

  /** Behind: the body drips. */
  public static Fault drip(int bytesPerSecond) {
    return delivery("drip", way -> way.at(bytesPerSecond));
  }

  /** Behind: what was done is done, but the connection closes before the answer. */
  public static Fault lostAnswer() {
    return delivery("lost-answer", way -> way.ending(Delivery.Ending.CUT));
  }

  /** Behind: Content-Length claims more (or, if negative, fewer) bytes than are sent. */
  public static Fault wrongLength(int difference) {
    return delivery("wrong-length", way -> way.withLengthError(difference));
  }

  /** Behind: the answer is written twice. */
  public static Fault duplicatedAnswer() {
    return delivery("duplicated-answer", way -> way.times(2));
  }

  /** The request is handled twice, as a retrying proxy makes it; the second answer is sent. */
  public static Fault replayedRequest() {
    return new Fault(
        "replayed-request",
        (ask, handler, clock) -> {
          handler.answer(ask);
          return handler.answer(ask);
        });
  }

  /** Behind: only the first half of the body is sent, with the length of that half. */
  public static Fault truncated() {
    return behind(
        "truncated",
        answer -> {
          byte[] whole = answer.text().getBytes(StandardCharsets.UTF_8);
          return answer.withBody(Arrays.copyOf(whole, whole.length / 2));
        });
  }

  /** Behind: the Date header is off by this much. */
  public static Fault skewedDate(Duration skew) {
    RetryAfter date = RetryAfter.date(skew);
    return new Fault(
        "skewed-date",
        (ask, handler, clock) -> handler.answer(ask).with("Date", date.at(clock.instant())));
  }

  /** Behind: {@code expires_in} is exactly this JSON text, be it {@code -1} or {@code 1e400}. */
  public static Fault expiresIn(String literal) {
    return token("expires-in", body -> Json.putRaw(body, "expires_in", literal));
  }

  /** Behind: {@code expires_in} is missing. */
  public static Fault withoutExpiresIn() {
    return token("without-expires-in", body -> body.remove("expires_in"));
  }

  /** The client gets the token it already has, with what is left of its life. */
  public static Fault sameTokenAgain() {
    return new Fault(
        "same-token-again",
        (ask, handler, clock) -> handler.answer(ask.twisted(Ask.Twist.SAME_TOKEN)));
  }

  /**
   * The fault a text describes, such as {@code status 503}, {@code slow PT2S} or {@code throttled
   * date PT30S}.
   *
   * @throws IllegalArgumentException when it describes none
   */
  public static Fault parse(String text) {
    return FaultText.parse(text);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The answer to a request that this fault befalls. */
  Answer befall(Ask ask, Handler handler, Clock clock) {
    return course.answer(ask, handler, clock);
  }

  private static Answer ending(Delivery.Ending ending) {
    return Answer.of(200).delivered(Delivery.PLAIN.ending(ending));
  }

  /** Whether real time passed to the end; it does not when the world closes. */
  private static boolean elapsed(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Fault token(String name, Consumer<ObjectNode> change) {
    return behind(
        name,
        answer -> {
          if (answer.status() != 200 || !(Json.parse(answer.text()) instanceof ObjectNode body)) {
            return answer;
          }
          change.accept(body);
          return answer.withBody(body.toString().getBytes(StandardCharsets.UTF_8));
        });
  }

  @Override
  public String toString() {
    return name;
  }

  /** What happens to a request instead of, or around, its handling. */
  @FunctionalInterface
  private interface Course {
    Answer answer(Ask ask, Handler handler, Clock clock);
  }
}
