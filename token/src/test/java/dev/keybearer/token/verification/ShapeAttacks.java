package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.header;
import static dev.keybearer.token.verification.Forge.part;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.simulator.jose.Jws;
import java.util.LinkedHashMap;
import java.util.Map;

/** V7, V8, V12: other parts, other base64, other JSON, other sizes. */
final class ShapeAttacks {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private ShapeAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    parts(attacks, forge);
    encrypted(attacks, forge);
    spellings(attacks, forge);
    otherBits(attacks, forge);
    bytes(attacks, forge);
    documents(attacks, forge);
    sizes(attacks, forge);
  }

  private static void parts(Attacks attacks, Forge forge) {
    String good = forge.token();
    int dot = good.indexOf('.');
    String header = good.substring(0, dot);
    String rest = good.substring(dot);
    String[] texts = {
      "",
      ".",
      "..",
      "...",
      ".....",
      "a",
      "null",
      "undefined",
      "{}",
      header,
      header + ".",
      header + "..",
      header + ".e30",
      rest,
      "." + rest,
      good + ".",
      "." + good,
      good + rest.substring(rest.lastIndexOf('.')),
      good + "." + good,
      good.substring(0, good.lastIndexOf('.')),
      good.substring(0, good.lastIndexOf('.') + 1),
      header + rest.substring(rest.lastIndexOf('.')),
      "Bearer " + good,
      good + ", Bearer",
      header + "." + rest.substring(rest.lastIndexOf('.')),
      good.replace(".", "%2E"),
      "{\"protected\":\"" + header + "\",\"payload\":\"e30\",\"signature\":\"AA\"}"
    };
    for (int i = 0; i < texts.length; i++) {
      attacks.add("parts, case " + i, Reason.MALFORMED, texts[i]);
    }
  }

  private static void encrypted(Attacks attacks, Forge forge) {
    String inner = part(forge.token());
    String[] headers = {
      "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"cty\":\"JWT\"}",
      "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}",
      "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\"}}",
      "{\"alg\":\"none\",\"cty\":\"JWT\"}",
      header(forge.ec)
    };
    for (String header : headers) {
      String outer = part(header);
      attacks.add(
          "encrypted as " + header, Reason.ENCRYPTED, outer + ".AA.AAAA." + inner + ".AAAA");
      attacks.add("encrypted to nothing as " + header, Reason.ENCRYPTED, outer + "....");
    }
    attacks.add(
        "nested in a payload",
        Reason.MALFORMED,
        Jws.sign(forge.ec, header(forge.ec), forge.token()));
    attacks.add("two tokens", Reason.ENCRYPTED, forge.token() + "," + forge.token());
    attacks.add("five empty parts", Reason.ENCRYPTED, "....");
  }

  private static void spellings(Attacks attacks, Forge forge) {
    String good = forge.token();
    int first = good.indexOf('.');
    int last = good.lastIndexOf('.');
    Map<String, String> fillers = new LinkedHashMap<>();
    fillers.put("padding", "=");
    fillers.put("more padding", "==");
    fillers.put("a space", " ");
    fillers.put("a line end", "\r\n");
    fillers.put("a tabulator", "\t");
    fillers.put("a zero", "\0");
    fillers.put("a question mark", "?");
    fillers.put("a plus", "+");
    fillers.put("a slash", "/");
    fillers.put("an escaped space", "%20");
    fillers.put("a letter of another alphabet", "\u0430");
    fillers.put("a character of two", "\uD83D\uDE00");
    fillers.put("a letter that is an A in one byte", "\u0141");
    fillers.forEach(
        (name, filler) -> {
          attacks.add(name + " at the start", Reason.MALFORMED, filler + good);
          attacks.add(name + " after the header", Reason.MALFORMED, inserted(good, first, filler));
          attacks.add(
              name + " in the payload", Reason.MALFORMED, inserted(good, first + 9, filler));
          attacks.add(name + " after the payload", Reason.MALFORMED, inserted(good, last, filler));
          attacks.add(name + " at the end", Reason.MALFORMED, good + filler);
        });
  }

  private static String inserted(String text, int at, String filler) {
    return text.substring(0, at) + filler + text.substring(at);
  }

  /** The last character of a part has bits that stand for nothing: set, they make another text. */
  private static void otherBits(Attacks attacks, Forge forge) {
    String header = header(forge.ec);
    while (header.length() % 3 == 0) {
      header += " ";
    }
    String claims = forge.claims();
    while (claims.length() % 3 == 0) {
      claims += " ";
    }
    String[] parts = Jws.sign(forge.ec, header, claims).split("\\.", -1);
    attacks.add(
        "bits after the header",
        Reason.MALFORMED,
        String.join(".", next(parts[0]), parts[1], parts[2]));
    attacks.add(
        "bits after the payload",
        Reason.MALFORMED,
        String.join(".", parts[0], next(parts[1]), parts[2]));
    attacks.add(
        "bits after the signature",
        Reason.MALFORMED,
        String.join(".", parts[0], parts[1], next(parts[2])));
  }

  private static String next(String part) {
    int last = part.length() - 1;
    return part.substring(0, last) + ALPHABET.charAt(ALPHABET.indexOf(part.charAt(last)) + 1);
  }

  /** What other readers skip, repair or cut off; the signature is over these very bytes. */
  private static void bytes(Attacks attacks, Forge forge) {
    byte[] header = header(forge.ec).getBytes(UTF_8);
    byte[] claims = forge.claims().getBytes(UTF_8);
    Map<String, String> additions = new LinkedHashMap<>();
    additions.put("a byte order mark", "\u00ef\u00bb\u00bf%s");
    additions.put("text after it", "%sx");
    additions.put("another object after it", "%s{}");
    additions.put("a zero after it", "%s\0");
    additions.put("a comment", "/**/%s");
    additions.put("a comma after it", "%s,");
    additions.put("an array around it", "[%s]");
    additions.put("a text around it", "\"%s\"");
    additions.forEach(
        (name, form) -> {
          attacks.add(
              name + ", header", Reason.MALFORMED, forge.token(formed(form, header), claims));
          attacks.add(
              name + ", claims", Reason.MALFORMED, forge.token(header, formed(form, claims)));
        });
    for (String invalid :
        new String[] {"\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00e2\u0082"}) {
      byte[] text = ("{\"x\":\"" + invalid + "\",").getBytes(ISO_8859_1);
      String name = "invalid UTF-8, " + part(text);
      attacks.add(name + ", header", Reason.MALFORMED, forge.token(joined(text, header), claims));
      attacks.add(name + ", claims", Reason.MALFORMED, forge.token(header, joined(text, claims)));
    }
    attacks.add(
        "claims in UTF-16", Reason.MALFORMED, forge.token(header, forge.claims().getBytes(UTF_16)));
  }

  private static byte[] formed(String form, byte[] json) {
    return form.replace("%s", new String(json, ISO_8859_1)).getBytes(ISO_8859_1);
  }

  /** One object: the start of another, and the rest of this. */
  private static byte[] joined(byte[] start, byte[] object) {
    String rest = new String(object, ISO_8859_1).substring(1);
    return (new String(start, ISO_8859_1) + rest).getBytes(ISO_8859_1);
  }

  private static void documents(Attacks attacks, Forge forge) {
    String good = forge.claims();
    String open = good.substring(0, good.length() - 1);
    String[] documents = {
      "",
      " ",
      "null",
      "true",
      "0",
      "\"\"",
      "[]",
      "[" + good + "]",
      "{",
      open,
      "}",
      "{}{}",
      open + ",}",
      open + ",\"exp\":9999999999}",
      open + ",\"e\\u0078p\":9999999999}",
      open + ",\"aud\":\"orders\"}",
      open + ",\"\\u0069ss\":\"" + forge.issuer + "\"}",
      open + ",\"x\":NaN}",
      open + ",\"x\":Infinity}",
      open + ",\"x\":0x10}",
      open + ",x:1}",
      open + ",'x':1}",
      open + ",\"x\":1e9999}",
      open + ",\"x\":" + "7".repeat(33) + "}",
      open + ",\"x\":\"\\udc00\"}",
      open + ",\"x\":\"\t\"}",
      open + ",\"x\":\"\\q\"}",
      open + ",\"x\":{\"y\":{\"z\":1,\"z\":2}}}",
      open + ",\"x\":[{\"y\":1,\"\\u0079\":2}]}"
    };
    for (int i = 0; i < documents.length; i++) {
      attacks.add("claims, case " + i, Reason.MALFORMED, forge.token(documents[i]));
    }
  }

  private static void sizes(Attacks attacks, Forge forge) {
    String deep = "[".repeat(16) + "]".repeat(16);
    attacks.add("claims 17 deep", Reason.MALFORMED, forge.token(forge.claims("x", deep)));
    String deeper = "[".repeat(2_000) + "]".repeat(2_000);
    attacks.add("claims 2,001 deep", Reason.MALFORMED, forge.token(forge.claims("x", deeper)));
    StringBuilder many = new StringBuilder(forge.claims());
    for (int i = 8; i < 257; i++) {
      many.insert(1, "\"x" + i + "\":1,");
    }
    attacks.add("257 claims", Reason.MALFORMED, forge.token(many.toString()));
    String large = forge.token(forge.claims("x", "\"" + "x".repeat(8_192) + "\""));
    attacks.add("more than 8 KiB", Reason.MALFORMED, large);
    attacks.add("a mebibyte", Reason.MALFORMED, "e".repeat(1024 * 1024));
    attacks.add("a mebibyte of dots", Reason.MALFORMED, ".".repeat(1024 * 1024));
  }
}
