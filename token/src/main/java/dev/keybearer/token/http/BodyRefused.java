package dev.keybearer.token.http;

import java.io.IOException;

/** The body of an answer was not read to its end, for a reason that is safe to print. */
final class BodyRefused extends IOException {
  private static final long serialVersionUID = 1L;

  BodyRefused(String reason) {
    super(reason);
  }
}
