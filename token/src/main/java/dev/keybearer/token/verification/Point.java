package dev.keybearer.token.verification;

/**
 * One thing that is expected of a presented token, and whether it is so.
 *
 * @param words why the answer is what it is, for a person; never the token
 */
public record Point(Name name, Answer answer, String words) {
  /** What is expected, in the order in which it is judged. */
  public enum Name {
    /** It is written as tokens are, and its header asks for nothing unknown. */
    FORM,
    /** It names an issuer that is trusted. */
    ISSUER,
    /** It is signed in a way that its issuer may use. */
    ALGORITHM,
    /** Its issuer has the key that it names. */
    KEY,
    /** It was signed with that key. */
    SIGNATURE,
    /** Its issuer says that it is good. */
    ASKED,
    /** It is an access token. */
    TYPE,
    /** It has not ended. */
    EXPIRY,
    /** It is valid already, and was not made in the future. */
    BEGIN,
    /** It does not live longer than is accepted. */
    LIFE,
    /** It is meant for us. */
    AUDIENCE,
    /** It carries the texts that are expected. */
    CLAIMS,
    /** It was not ended early. */
    REVOKED,
    /** What it is bound to was shown. */
    BINDING,
    /** It has the scopes that are needed. */
    SCOPES
  }

  /** Whether what is expected is so. */
  public enum Answer {
    /** It is. */
    HOLDS,
    /** It is not: reason enough to refuse the token. */
    FAILS,
    /** Nobody can tell at the moment. */
    CANNOT_TELL,
    /** Nobody looked: it is waived, or something else has to hold first. */
    NOT_LOOKED_AT
  }
}
