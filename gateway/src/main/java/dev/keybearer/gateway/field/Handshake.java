package dev.keybearer.gateway.field;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about changing to WebSocket (RFC 6455 section 4.2.1).
 *
 * <pre>
 *   GET /events HTTP/1.1
 *   Connection: Upgrade                  a list that holds it, in any case
 *   Upgrade: websocket                   a list that holds it, in any case
 *   Sec-WebSocket-Version: 13            once
 *   Sec-WebSocket-Key: 16 octets         once, in base64
 *   Sec-WebSocket-Protocol: a, b         tokens, none of them twice
 *   Sec-WebSocket-Extensions: …          not looked at: none is ever agreed upon
 *   Origin: https://app.example.com      written by browsers
 * </pre>
 */
public sealed interface Handshake {
  /** It wants none: what it says about {@code Upgrade} is of its connection only. */
  record None() implements Handshake {}

  /** It wants one of another version: 426. */
  record OtherVersion() implements Handshake {}

  /**
   * It wants one and does not say so in one way only: 400.
   *
   * @param words what is wrong, for a person; never a value
   */
  record Malformed(String words) implements Handshake {}

  /**
   * It wants one. Its text form hides the token.
   *
   * @param key which the answer is made of
   * @param protocols that may be spoken; the one that carried a token is not among them
   * @param origin of the page that asks, or null when no page says that it does
   * @param token that was carried as a protocol, since pages can send no other field, or null
   */
  record Wanted(String key, List<String> protocols, @Nullable String origin, @Nullable String token)
      implements Handshake {
    /** A wish. */
    public Wanted {
      protocols = List.copyOf(protocols);
    }

    /** The same wish once more with another key, for the protocol that was agreed upon if any. */
    public Wanted afresh(String newKey, @Nullable String agreed) {
      return new Wanted(newKey, agreed == null ? protocols : List.of(agreed), origin, null);
    }

    /** What the field {@code Sec-WebSocket-Accept} of the answer has to say. */
    public String accept() {
      byte[] text = (key + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(sha1(text));
    }

    @Override
    public String toString() {
      return "Wanted[" + protocols + " from " + origin + "]";
    }
  }

  /** The one version there is. */
  String VERSION = "13";

  /** Begins the name of a protocol that is none, and carries a token. */
  String TOKEN_PREFIX = "keybearer.token.";

  /** RFC 6455 section 1.3. */
  String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Reads a header whose lines were judged. */
  static Handshake of(List<Line> lines) {
    if (!lists(lines, "connection", "upgrade") || !lists(lines, "upgrade", "websocket")) {
      return new None();
    }
    if (!values(lines, "sec-websocket-version").equals(List.of(VERSION))) {
      return new OtherVersion();
    }
    List<String> keys = values(lines, "sec-websocket-key");
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return new Malformed("its Sec-WebSocket-Key is not 16 octets in base64");
    }
    List<String> origins = values(lines, "origin");
    String origin = origins.isEmpty() ? null : origins.getFirst();
    return wanted(keys.getFirst(), elements(lines, "sec-websocket-protocol"), origin);
  }

  private static Handshake wanted(String key, List<String> named, @Nullable String origin) {
    List<String> protocols = new ArrayList<>(named);
    List<String> tokens = named.stream().filter(name -> name.startsWith(TOKEN_PREFIX)).toList();
    protocols.removeAll(tokens);
    boolean broken = !named.stream().allMatch(Grammar::isToken);
    if (broken || new HashSet<>(named).size() < named.size()) {
      return new Malformed("its Sec-WebSocket-Protocol is no list of different names");
    }
    if (tokens.size() > 1) {
      return new Malformed("several tokens came in Sec-WebSocket-Protocol");
    }
    String token = tokens.isEmpty() ? null : tokens.getFirst().substring(TOKEN_PREFIX.length());
    return new Wanted(key, protocols, origin, token);
  }

  private static List<String> values(List<Line> lines, String name) {
    List<String> values = new ArrayList<>(1);
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        values.add(line.value());
      }
    }
    return values;
  }

  private static List<String> elements(List<Line> lines, String name) {
    return Grammar.elements(String.join(",", values(lines, name)));
  }

  private static boolean lists(List<Line> lines, String name, String option) {
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name) && has(line.value(), option)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the value of a {@code Connection} says that the protocol changes. */
  static boolean isUpgrade(@Nullable String connection) {
    return connection != null && has(connection, "upgrade");
  }

  private static boolean has(String list, String element) {
    return Grammar.elements(list).stream().anyMatch(element::equalsIgnoreCase);
  }

  private static boolean isKey(String text) {
    try {
      return text.length() == 24 && Base64.getDecoder().decode(text).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] sha1(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
