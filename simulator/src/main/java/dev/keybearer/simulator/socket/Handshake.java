package dev.keybearer.simulator.socket;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Upgrade;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The opening handshake of RFC 6455 section 4.2. */
public final class Handshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private Handshake() {}

  /** What a request that is no opening handshake is answered with, or null when it is one. */
  public static @Nullable Answer refusal(Ask ask) {
    if (!ask.method().equals("GET")) {
      return plain(405, "a WebSocket opens with GET").with("Allow", "GET");
    }
    if (!lists(ask, "Upgrade", "websocket") || !lists(ask, "Connection", "upgrade")) {
      return plain(426, "here is a WebSocket").with("Upgrade", "websocket");
    }
    if (!VERSION.equals(ask.fields().first("Sec-WebSocket-Version"))) {
      return plain(426, "only version 13 is spoken").with("Sec-WebSocket-Version", VERSION);
    }
    return key(ask) == null ? plain(400, "Sec-WebSocket-Key is not 16 bytes") : null;
  }

  private static Answer plain(int status, String text) {
    return Answer.of(status, "text/plain", text);
  }

  private static boolean lists(Ask ask, String field, String token) {
    String value = ask.fields().first(field);
    for (String each : value == null ? new String[0] : value.split(",", -1)) {
      if (each.strip().toLowerCase(Locale.ROOT).equals(token)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String key(Ask ask) {
    String key = ask.fields().first("Sec-WebSocket-Key");
    try {
      boolean whole = key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
      return whole ? key : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Accepts a handshake that is not to be refused. */
  public static Answer accept(Ask ask, Upgrade upgrade) {
    String key = key(ask);
    if (key == null) {
      throw new IllegalArgumentException(ask + " is not an opening handshake");
    }
    return Answer.switching("websocket", upgrade).with("Sec-WebSocket-Accept", proof(key));
  }

  private static String proof(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
