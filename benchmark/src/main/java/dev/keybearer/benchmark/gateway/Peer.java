package dev.keybearer.benchmark.gateway;

import java.io.IOException;
import java.util.List;

/** A proxy as a process of its own, with a config that is written for it. */
public sealed interface Peer extends Side permits Haproxy, Nginx, Apache, Spring, Keybearer {
  /** Writes its config into the scene's folder; what starts it in the foreground. */
  List<String> command(Scene scene, int port) throws IOException;

  @Override
  default Proxy start(Scene scene) throws IOException, InterruptedException {
    return PeerProcess.start(this, scene);
  }

  /** How a package of Debian's gets here. */
  static String install(String... packages) {
    return "apt-get install --no-install-recommends " + String.join(" ", packages);
  }
}
