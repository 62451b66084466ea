package dev.keybearer.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes the answers of one connection, each in the way it is to be delivered. */
final class Writer {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final OutputStream out;
  private final Clock clock;
  private final Pause pause;

  Writer(OutputStream out, Clock clock, Pause pause) {
    this.out = out;
    this.clock = clock;
    this.pause = pause;
  }

  /** Writes an answer; a bodiless one (to HEAD) still announces the length it would have had. */
  void write(Answer answer, Content content) throws IOException {
    Delivery delivery = answer.delivery();
    byte[] head = head(answer);
    byte[] body = content == Content.SENT ? answer.body() : new byte[0];
    for (int copy = 0; copy < delivery.copies(); copy++) {
      if (delivery.bytesPerSecond() > 0) {
        out.write(head);
        out.flush();
        drip(body, delivery.bytesPerSecond());
      } else {
        writeWhole(head, body);
      }
    }
  }

  private void writeWhole(byte[] head, byte[] body) throws IOException {
    // One write for a small answer: two would meet the client's delayed acknowledgement.
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + body.length);
    whole.write(head);
    whole.write(body);
    whole.writeTo(out);
    out.flush();
  }

  private void drip(byte[] body, int bytesPerSecond) throws IOException {
    Duration gap = Duration.ofSeconds(1).dividedBy(bytesPerSecond);
    for (byte next : body) {
      pause.await(gap);
      out.write(next);
      out.flush();
    }
  }

  private byte[] head(Answer answer) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(" \r\n");
    for (Map.Entry<String, String> field : answer.fields()) {
      head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    if (answer.field("Date") == null) {
      head.append("Date: ").append(IMF_FIXDATE.format(clock.instant())).append("\r\n");
    }
    if (answer.status() >= 200 && answer.status() != 204 && answer.status() != 304) {
      int length = answer.body().length + answer.delivery().lengthError();
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    if (answer.delivery().ending() == Delivery.Ending.CLOSED) {
      head.append("Connection: close\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether the body goes out with the head. */
  enum Content {
    SENT,
    LEFT_OUT
  }

  /** Lets real time pass, or fails when the listener closes meanwhile. */
  @FunctionalInterface
  interface Pause {
    void await(Duration time) throws IOException;
  }
}
