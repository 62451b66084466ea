package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Word;

/** What a signed token has to say that it is. */
public enum AccessTokenType implements Word {
  /** An access token by RFC 9068. */
  AT_JWT {
    @Override
    public String word() {
      return "at+jwt";
    }
  },
  /** An access token, or nothing. */
  ANY
}
