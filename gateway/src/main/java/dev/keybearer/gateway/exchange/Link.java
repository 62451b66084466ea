package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.peer.Address;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The connection that requests come on, made once for all of them.
 *
 * @param socket the other end
 * @param encrypted whether it is TLS that ends here
 * @param certificate that the other end showed and whose key it holds, or null when it showed none
 */
public record Link(Address socket, boolean encrypted, @Nullable X509Certificate certificate) {
  /** One without TLS. */
  public static Link plain(Address socket) {
    return new Link(socket, false, null);
  }

  /** The other end. */
  @Override
  public String toString() {
    return "Link[" + socket + (encrypted ? ", TLS]" : "]");
  }
}
