package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.WireFault;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Writes what a refused caller is told: an error code, the reason in one word and the name of the
 * call. All three are made of letters, digits and underscores.
 *
 * <pre>
 *   {"error":"invalid_token","reason":"token_refused","call":"9f86d081884c7d65"}
 * </pre>
 */
final class Answers {
  private Answers() {}

  static Answer of(Refusal refusal, String call) {
    return new Answer(
        refusal.status(),
        refusal.fields(),
        body(refusal.error(), refusal.ground().word(), call),
        refusal.ground() == Ground.MALFORMED_REQUEST); // what follows it could be part of it (G1)
  }

  static Answer malformed(WireFault fault, long call) {
    String word = fault.name().toLowerCase(Locale.ROOT);
    String body = body("invalid_request", word, HexFormat.of().toHexDigits(call));
    return new Answer(fault.status(), List.of(), body, true);
  }

  private static String body(String error, String reason, String call) {
    return "{\"error\":\"" + error + "\",\"reason\":\"" + reason + "\",\"call\":\"" + call + "\"}";
  }
}
