package dev.keybearer.token;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Shows that a token belongs to whoever sends it: holds the key that the token is bound to (RFC
 * 9449). Its text form shows nothing of that. Safe for use by many threads.
 */
@FunctionalInterface
public interface Prover {
  /**
   * A proof for one request, good for a short time and once. Signing takes a tenth of a millisecond
   * or so, and none of that is waiting.
   *
   * @param request what it is for
   * @param token that goes with the request, or null when none does
   */
  String prove(Request request, @Nullable String token);

  /**
   * A request that is to be proved.
   *
   * @param method as it is sent
   * @param target where it goes; query and fragment do not count
   * @param nonce what the server asked to put into it, or null
   */
  record Request(String method, URI target, @Nullable String nonce) {}
}
