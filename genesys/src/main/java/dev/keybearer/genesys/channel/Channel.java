package dev.keybearer.genesys.channel;

import dev.keybearer.token.Fingerprint;
import java.net.URI;

/**
 * A channel of ours: whoever has its address can listen, so that it is never printed.
 *
 * @param token by which it was made, or used last
 */
record Channel(String id, URI address, Fingerprint token) {
  @Override
  public String toString() {
    return "Channel[…" + id.substring(Math.max(0, id.length() - 4)) + "]";
  }
}
