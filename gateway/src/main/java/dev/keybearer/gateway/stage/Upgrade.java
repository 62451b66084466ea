package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.gateway.field.BodyLength;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.Handshake;

/**
 * Finds out whether a call wants to change to WebSocket, where its route lets it. Elsewhere, and
 * where nothing can follow on the connection, what it says about that is dropped like anything else
 * that is of one connection only.
 */
final class Upgrade implements Stage {
  /** RFC 9110 section 15.5.22 asks for Upgrade, section 7.8 for the option with it. */
  private static final Refusal OTHER_VERSION =
      Refusal.of(Ground.OTHER_WEBSOCKET, "its WebSocket is of another version than 13")
          .with(Field.of("Sec-WebSocket-Version", Handshake.VERSION))
          .with(Field.of("Upgrade", "websocket"))
          .with(Field.of("Connection", "Upgrade"));

  @Override
  public Step take(Call call) {
    Tunnelling tunnelling = call.way().tunnelling();
    if (tunnelling == null || !call.request().method().equals("GET")) {
      return Step.Next.NEXT;
    }
    return call.exchange().mayTunnel() ? shake(call, tunnelling) : Step.Next.NEXT;
  }

  private static Step shake(Call call, Tunnelling tunnelling) {
    return switch (Handshake.of(call.request().lines())) {
      case Handshake.None _ -> Step.Next.NEXT;
      case Handshake.OtherVersion _ -> new Step.Refuse(OTHER_VERSION);
      case Handshake.Malformed malformed -> malformed(malformed.words());
      case Handshake.Wanted wanted -> wanted(call, tunnelling, wanted);
    };
  }

  private static Step wanted(Call call, Tunnelling tunnelling, Handshake.Wanted wanted) {
    if (!(call.fields().body() instanceof BodyLength.None)) {
      return malformed("it has a body, and frames are to follow it");
    }
    if (wanted.token() != null && !tunnelling.protocolToken()) {
      return malformed("a token came in Sec-WebSocket-Protocol");
    }
    call.shakes(wanted);
    String origin = wanted.origin();
    return origin == null || tunnelling.origins().contains(origin)
        ? Step.Next.NEXT
        : call.object(
            Refusal.of(Ground.FOREIGN_ORIGIN, "pages of its origin may not open tunnels here"));
  }

  private static Step malformed(String words) {
    return new Step.Refuse(Refusal.of(Ground.MALFORMED_REQUEST, words));
  }
}
