package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an early end is about: one token, or all that have something in common (K4). An issuer is
 * named by its identity, or by its name where it has none.
 */
public sealed interface Target {
  /** How it is named. */
  Kind kind();

  /** What it is looked up by; no other target has the same. */
  TargetKey key();

  /** Everything that is one presented token: its text, and what is signed if it is signed. */
  static List<Target> of(Secret token, Fingerprinter fingerprinter) {
    List<Target> targets = new ArrayList<>();
    targets.add(new Text(fingerprinter.of(token)));
    TargetKey content = Content.keyOf(token.reveal());
    if (content != null) {
      targets.add(new Content(content));
    }
    return List.copyOf(targets);
  }

  /** How an issuer is named in a target. */
  static String nameOf(Issuer issuer) {
    String identity = issuer.identity();
    return identity == null ? issuer.name() : identity;
  }

  /** The token of this very text, by its name. */
  record Text(Fingerprint fingerprint) implements Target {
    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public TargetKey key() {
      return TargetKey.of(kind(), fingerprint.text());
    }
  }

  /**
   * The signed token with this header and these claims. Of a signature by ECDSA anybody can make
   * another that is as good, and with it another text and another name of the same token.
   */
  record Content(TargetKey key) implements Target {
    @Override
    public Kind kind() {
      return Kind.CONTENT;
    }

    /** The key of what is signed in a token, or null when it does not look signed. */
    static @Nullable TargetKey keyOf(String token) {
      int end = token.lastIndexOf('.');
      boolean signed = Compact.isMeant(token) && token.indexOf('.', token.indexOf('.') + 1) == end;
      return signed ? TargetKey.ofSigned(token.substring(0, end)) : null;
    }
  }

  /** The token that its issuer gave this {@code jti}. */
  record Numbered(String issuer, String tokenId) implements Target {
    @Override
    public Kind kind() {
      return Kind.NUMBERED;
    }

    @Override
    public TargetKey key() {
      return TargetKey.of(kind(), issuer, tokenId);
    }
  }

  /**
   * All tokens about a subject.
   *
   * @param issuer whose tokens, or null for those of every issuer
   */
  record Subject(@Nullable String issuer, String subject) implements Target {
    @Override
    public Kind kind() {
      return issuer == null ? Kind.SUBJECT : Kind.SUBJECT_OF_ISSUER;
    }

    @Override
    public TargetKey key() {
      return issuer == null
          ? TargetKey.of(Kind.SUBJECT, subject)
          : TargetKey.of(Kind.SUBJECT_OF_ISSUER, issuer, subject);
    }
  }

  /**
   * All tokens that were issued to a client.
   *
   * @param issuer whose tokens, or null for those of every issuer
   */
  record Client(@Nullable String issuer, String clientId) implements Target {
    @Override
    public Kind kind() {
      return issuer == null ? Kind.CLIENT : Kind.CLIENT_OF_ISSUER;
    }

    @Override
    public TargetKey key() {
      return issuer == null
          ? TargetKey.of(Kind.CLIENT, clientId)
          : TargetKey.of(Kind.CLIENT_OF_ISSUER, issuer, clientId);
    }
  }

  /** How a target is named. Codes rest on disk and in keys, so none is ever given anew. */
  enum Kind {
    /** By the text of a token. */
    TEXT(1, "token by its text"),
    /** By what is signed in a token. */
    CONTENT(2, "token by what is signed"),
    /** By issuer and {@code jti}. */
    NUMBERED(3, "token by issuer and jti"),
    /** By subject alone. */
    SUBJECT(4, "all tokens of a subject"),
    /** By issuer and subject. */
    SUBJECT_OF_ISSUER(5, "all tokens of a subject of one issuer"),
    /** By client alone. */
    CLIENT(6, "all tokens of a client"),
    /** By issuer and client. */
    CLIENT_OF_ISSUER(7, "all tokens of a client of one issuer");

    private final byte code;
    private final String words;

    Kind(int code, String words) {
      this.code = (byte) code;
      this.words = words;
    }

    /** What it is written as. */
    public byte code() {
      return code;
    }

    /** What it is called. */
    public String words() {
      return words;
    }

    /** Whether it is about one token. */
    public boolean isOneToken() {
      return this == TEXT || this == CONTENT || this == NUMBERED;
    }

    /** The kind that is written like that, or null when there is none. */
    public static @Nullable Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
  }
}
