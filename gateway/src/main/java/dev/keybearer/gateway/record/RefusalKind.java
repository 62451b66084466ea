package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Ground;

/** What a refused call is entered as. */
enum RefusalKind {
  /** What the caller showed of itself was not good, or not good enough. */
  AUTH_FAILURE,
  /** Something else about the call was refused. */
  CALL_REFUSED,
  /** Nobody said no: it could not be done. */
  CALL_FAILED;

  static RefusalKind of(Ground ground) {
    if (ground.isOfCredentials()) {
      return AUTH_FAILURE;
    }
    return ground.isFailure() ? CALL_FAILED : CALL_REFUSED;
  }
}
