package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.HostPort;
import java.net.InetSocketAddress;

/** Where somebody listens, as sockets know it. */
final class Listening {
  private Listening() {}

  static String typed(InetSocketAddress at, boolean encrypted) {
    String host = at.getAddress().getHostAddress();
    String scheme = encrypted ? "https" : "http";
    return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + at.getPort();
  }

  static InetSocketAddress address(HostPort listen) {
    String host = listen.host();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    InetSocketAddress address = new InetSocketAddress(bare, listen.port());
    if (address.isUnresolved()) {
      throw new WiringFailure(
          "nobody can listen at " + listen + ": no address is known for that name", null);
    }
    return address;
  }
}
