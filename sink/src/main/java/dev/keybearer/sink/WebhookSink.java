package dev.keybearer.sink;

import dev.keybearer.gateway.signal.Endpoint;
import dev.keybearer.gateway.signal.SignedPost;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.ReceiverFailure;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Posts deliveries to a webhook, signed by Standard Webhooks. An answer of 2xx acknowledges them;
 * after any other they come again. The id is made of what is delivered, so that the same deliveries
 * have the same id whenever they come, and two messages never share one.
 *
 * <pre>
 *   {"type":"stream.deliveries","timestamp":"2026-03-01T12:00:00Z","data":{"deliveries":[line, …]}}
 *   id: "msg_" + base64url(SHA-256 of stream, topic, key and cursor, or the moment where there are none) cut to 24 octets
 * </pre>
 */
public final class WebhookSink implements Sink {
  private static final int ID_OCTETS = 24;

  private final SignedPost post;
  private final int batch;
  private final TimeSource time;
  private volatile long restsUntil;

  private WebhookSink(SignedPost post, int batch, TimeSource time) {
    this.post = post;
    this.batch = batch;
    this.time = time;
    this.restsUntil = time.nanos();
  }

  /** A sink that posts so many deliveries at once, at most. */
  public static WebhookSink to(Endpoint endpoint, int batch, TimeSource time) {
    return new WebhookSink(SignedPost.to(endpoint, time), batch, time);
  }

  /** The config was read again: these are its address and its secrets from now on. */
  public void use(Endpoint endpoint) {
    post.use(endpoint);
  }

  /** Posts them; whoever asked for patience is left alone for as long as it said. */
  @Override
  public void receive(List<Delivery> deliveries) throws ReceiverFailure, InterruptedException {
    if (time.nanos() - restsUntil < 0) {
      throw new ReceiverFailure(post + " asked for patience");
    }
    SignedPost.Answer answer = answer(deliveries);
    if (!answer.isTaken()) {
      restsUntil = time.nanos() + answer.patience().toNanos();
      throw new ReceiverFailure(post + " answered " + answer.status());
    }
  }

  private SignedPost.Answer answer(List<Delivery> deliveries)
      throws ReceiverFailure, InterruptedException {
    try {
      return post.send(id(deliveries), body(deliveries));
    } catch (IOException e) {
      // They are of sockets, TLS and the rules of where a post may go, none of which sees the
      // path of the URL; of an answer nothing but its status is read.
      throw ReceiverFailure.of(post.toString(), e);
    }
  }

  @Override
  public int batch() {
    return batch;
  }

  private static byte[] body(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(DeliveryLine::of)
        .collect(
            Collectors.joining(
                ",",
                "{\"type\":\"stream.deliveries\",\"timestamp\":\""
                    + at(deliveries.getFirst())
                    + "\",\"data\":{\"deliveries\":[",
                "]}}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Instant at(Delivery delivery) {
    return switch (delivery) {
      case Message message -> message.receivedAt();
      case Gap gap -> gap.to();
    };
  }

  static String id(List<Delivery> deliveries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Delivery each : deliveries) {
        name(each)
            .forEach(
                part -> {
                  digest.update(part.getBytes(StandardCharsets.UTF_8));
                  digest.update((byte) 0);
                });
      }
      return "msg_"
          + Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(Arrays.copyOf(digest.digest(), ID_OCTETS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A key alone may be that of another message which says the same. */
  private static List<String> name(Delivery delivery) {
    return switch (delivery) {
      case Gap gap ->
          List.of("gap", gap.stream(), gap.topics().toString(), gap.from() + "/" + gap.to());
      case Message message -> {
        String cursor = message.cursor();
        String moment = message.id() == null ? message.receivedAt().toString() : "";
        yield List.of(
            "message",
            message.stream(),
            message.topic(),
            message.key(),
            cursor == null ? moment : cursor);
      }
    };
  }

  @Override
  public void close() {
    post.close();
  }

  /** Who is posted to. */
  @Override
  public String toString() {
    return "WebhookSink[" + post + "]";
  }
}
