package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Acceptance.Bearers;
import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.gateway.exchange.Closing;
import dev.keybearer.gateway.exchange.Permit;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the two halves of a handshake, and decides how long a tunnel may stay open and what
 * follows its upstream side.
 */
final class Tunnels {
  static final int SWITCHING = 101;

  private static final Field CONNECTION = Field.of("Connection", "Upgrade");
  private static final Field UPGRADE = Field.of("Upgrade", "websocket");

  private final TunnelRotation.Means means;

  Tunnels(TunnelRotation.Means means) {
    this.means = means;
  }

  /**
   * What the request says to the upstream: what the caller asked for, in the one way to say it, and
   * no extension, since those would change what a frame is.
   */
  static List<Field> asking(Handshake.Wanted wanted) {
    List<Field> fields = new ArrayList<>(5);
    fields.add(CONNECTION);
    fields.add(UPGRADE);
    fields.add(Field.of("Sec-WebSocket-Version", Handshake.VERSION));
    fields.add(Field.of("Sec-WebSocket-Key", wanted.key()));
    if (!wanted.protocols().isEmpty()) {
      fields.add(Field.of("Sec-WebSocket-Protocol", String.join(", ", wanted.protocols())));
    }
    return fields;
  }

  /** The upstream changes to WebSocket, it says. */
  Step agreed(Call call, UpstreamHead head) {
    Handshake.Wanted wanted = Objects.requireNonNull(call.handshake(), "nobody asked for it");
    String fault = fault(wanted, head);
    return fault == null
        ? new Step.Tunnel(terms(call, wanted, head))
        : new Step.Refuse(Refusal.of(Ground.UPSTREAM_BROKEN, fault));
  }

  private TunnelTerms terms(Call call, Handshake.Wanted wanted, UpstreamHead head) {
    Tunnelling tunnelling = Objects.requireNonNull(call.way().tunnelling());
    return new TunnelTerms(
        agreeing(wanted, head), tunnelling.bounds(), permit(call), rotation(call, head));
  }

  private @Nullable Rotation rotation(Call call, UpstreamHead head) {
    Tunnelling tunnelling = Objects.requireNonNull(call.way().tunnelling());
    Rotation.Rules rules = tunnelling.rotation();
    Attachment attachment = call.way().attachment();
    Token token = call.token();
    return rules == null || attachment == null || token == null
        ? null
        : new TunnelRotation(
            call,
            new TunnelRotation.Habits(rules, attachment, head.value("sec-websocket-protocol")),
            token,
            means);
  }

  private static List<Field> agreeing(Handshake.Wanted wanted, UpstreamHead head) {
    List<Field> fields = new ArrayList<>(4);
    fields.add(CONNECTION);
    fields.add(UPGRADE);
    fields.add(Field.of("Sec-WebSocket-Accept", wanted.accept()));
    String protocol = head.value("sec-websocket-protocol");
    if (protocol != null) {
      fields.add(Field.of("Sec-WebSocket-Protocol", protocol));
    }
    return fields;
  }

  /** RFC 6455 section 4.1: what a client has to hold against the answer. */
  static @Nullable String fault(Handshake.Wanted wanted, UpstreamHead head) {
    if (!"websocket".equalsIgnoreCase(head.value("upgrade"))) {
      return "it changes to another protocol than WebSocket";
    }
    if (!Handshake.isUpgrade(head.value("connection"))) {
      return "it changes to WebSocket without saying so of its connection";
    }
    if (!wanted.accept().equals(head.value("sec-websocket-accept"))) {
      return "its Sec-WebSocket-Accept does not fit the key";
    }
    if (head.value("sec-websocket-extensions") != null) {
      return "it speaks an extension that nobody asked for";
    }
    String protocol = head.value("sec-websocket-protocol");
    return protocol == null || wanted.protocols().contains(protocol)
        ? null
        : "it speaks a protocol that nobody asked for";
  }

  /** Y2, K7: the token counts as long as it did for a call. */
  private static Permit permit(Call call) {
    Verified caller = call.caller();
    if (caller == null || !(call.way().accept() instanceof Bearers bearers)) {
      return () -> null;
    }
    Verifier verifier = bearers.verifier();
    return () -> closing(verifier.endedSince(caller));
  }

  private static @Nullable Closing closing(@Nullable Reason reason) {
    if (reason == null) {
      return null;
    }
    return reason == Reason.EXPIRED ? Closing.EXPIRED : Closing.REVOKED;
  }
}
