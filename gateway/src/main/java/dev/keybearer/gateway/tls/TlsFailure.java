package dev.keybearer.gateway.tls;

/** A certificate, key or authority that cannot be used; says what was found and what to do. */
public final class TlsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsFailure(String words) {
    super(words);
  }

  TlsFailure(String words, Throwable cause) {
    super(words, cause);
  }
}
