package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** A place where JSON that a stranger wrote is read: the text itself, or as part of honest JSON. */
enum JsonPlace {
  /** The header of a token. */
  HEADER("", "") {
    @Override
    void read(byte[] json) throws NotCompact {
      compact(json, EMPTY).header();
    }
  },
  /** A member of a header that has no meaning. */
  IN_HEADER("{\"alg\":\"ES256\",\"x\":", "}") {
    @Override
    void read(byte[] json) throws NotCompact {
      compact(json, EMPTY).header();
    }
  },
  /** The payload of a token. */
  PAYLOAD("", "") {
    @Override
    void read(byte[] json) throws NotCompact {
      compact(EMPTY, json).claims();
    }
  },
  /** A claim. */
  IN_PAYLOAD("{\"x\":", "}") {
    @Override
    void read(byte[] json) throws NotCompact {
      compact(EMPTY, json).claims();
    }
  },
  /** The answer of an issuer that is asked for its keys. */
  KEYS("", "") {
    @Override
    void read(byte[] json) throws NotKeys {
      KeySet.published(json);
    }
  },
  /** A member beside the keys. */
  IN_KEYS("{\"keys\":[" + JsonPlace.KEY + "}],\"x\":", "}") {
    @Override
    void read(byte[] json) throws NotKeys {
      KeySet.published(json);
    }
  },
  /** A member of a key. */
  IN_A_KEY("{\"keys\":[" + JsonPlace.KEY + ",\"x5c\":", "}]}") {
    @Override
    void read(byte[] json) throws NotKeys {
      KeySet.published(json);
    }
  };

  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  /** The public key of RFC 8037 appendix A.2, not yet closed. */
  private static final String KEY =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"";

  private final String before;
  private final String after;

  JsonPlace(String before, String after) {
    this.before = before;
    this.after = after;
  }

  abstract void read(byte[] json) throws NotCompact, NotKeys;

  /** Whether these bytes are acceptable there; whatever else happens is a bug. */
  boolean accepts(byte[] json) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(before.getBytes(UTF_8));
    all.writeBytes(json);
    all.writeBytes(after.getBytes(UTF_8));
    try {
      read(all.toByteArray());
      return true;
    } catch (NotCompact | NotKeys refused) {
      return false;
    }
  }

  private static Compact compact(byte[] header, byte[] payload) throws NotCompact {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return Compact.parse(
        encoder.encodeToString(header) + "." + encoder.encodeToString(payload) + ".AA");
  }
}
