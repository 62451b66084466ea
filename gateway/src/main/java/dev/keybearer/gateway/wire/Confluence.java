package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.stream.merge.Merge;
import dev.keybearer.stream.provider.Hearing.Heard;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one order of the messages of two upstreams for one caller. Where both say the same, each
 * message goes on once: upstreams mask nothing, so that equal messages are equal octets. Where each
 * says its own, all go on as they come. Used by its loop's thread only.
 */
final class Confluence {
  /** What waits for the elder side at most; then the younger one is not read. */
  static final int MOST_HELD = 1 << 20;

  private static final long ELDER = 0;
  private static final long YOUNGER = 1;

  private final Tunnel tunnel;
  private final long skewNanos;
  private final Map<String, Integer> greeting;
  private final @Nullable Merge merge;
  private final long since;
  private boolean ready; // what is recalled before goes no further

  /**
   * Of two upstreams of which one is listened to already.
   *
   * @param greeting what the caller knows of what the younger one says first
   * @param heard what the caller has heard of the elder one since the younger one was asked for
   */
  Confluence(
      Tunnel tunnel, Rotation.Rules rules, Map<String, Integer> greeting, Recollection heard) {
    this.tunnel = tunnel;
    this.skewNanos = rules.skew().toNanos();
    this.greeting = greeting;
    this.since = tunnel.age();
    this.merge = rules.merged() ? merge(heard) : null;
    this.ready = true;
  }

  private Merge merge(Recollection heard) {
    Merge made = new Merge(skewNanos, false, (message, doubtful) -> deliver(message.body()));
    made.join(ELDER, heard.since());
    made.prove(ELDER, heard.since());
    made.join(YOUNGER, heard.since());
    heard.tell(said -> made.arrive(ELDER, heard(said.text()), said.at()));
    return made;
  }

  private static Heard heard(String text) {
    return new Heard("", null, null, text);
  }

  private void deliver(String text) {
    if (ready) {
      tunnel.say(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /** The elder side has said something. */
  void elder(byte[] message) {
    arrive(ELDER, message);
  }

  /** The younger side has said something. */
  void younger(byte[] message) {
    boolean early = merge != null && tunnel.age() - since <= skewNanos;
    if (early && isGreeting(Greeting.text(message))) {
      return; // the elder side is heard for longer than a skew yet, should it be none
    }
    arrive(YOUNGER, message);
  }

  private boolean isGreeting(String text) {
    Integer left = greeting.get(text);
    if (left == null) {
      return false;
    }
    if (left > 1) {
      greeting.put(text, left - 1);
    } else {
      greeting.remove(text);
    }
    return true;
  }

  private void arrive(long side, byte[] message) {
    if (merge == null) {
      tunnel.say(Unpooled.wrappedBuffer(message));
    } else {
      merge.arrive(side, heard(Greeting.text(message)), tunnel.age());
    }
  }

  /** The younger side hears everything from now on. */
  void proved() {
    if (merge != null) {
      merge.prove(YOUNGER, tunnel.age());
    }
  }

  /** The elder side says nothing more: what the younger one said meanwhile goes on. */
  void elderLeft() {
    if (merge != null) {
      merge.leave(ELDER, tunnel.age());
    }
  }

  /** What the elder side has not said within a skew goes on. */
  void tick() {
    if (merge != null) {
      merge.tick(tunnel.age());
    }
  }

  /** Whether as much may wait for the elder side as may wait at most. */
  boolean isFull() {
    return merge != null && merge.heldBy(YOUNGER) >= MOST_HELD;
  }
}
