package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Jvm;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.simulator.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A simulated issuer in a JVM of its own, so that its work is not counted as the client's. */
public final class IssuerProcess implements AutoCloseable {
  private final Process process;
  private final URI token;

  private IssuerProcess(Process process, URI token) {
    this.process = process;
    this.token = token;
  }

  /** Starts an issuer that knows so many clients and gives tokens this life. */
  static IssuerProcess start(int clients, Duration life) throws IOException {
    Process process =
        Jvm.of(List.of("issuer", String.valueOf(clients), life.toString()), "-Xmx3g")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String address = said.readLine();
    if (address == null) {
      throw new IOException("the issuer's JVM ended before it had an address");
    }
    return new IssuerProcess(process, URI.create(address));
  }

  /** Its token endpoint. */
  URI token() {
    return token;
  }

  /** Ends its JVM. */
  @Override
  public void close() {
    process.destroy();
  }

  /** What runs in its JVM, until that is ended or whoever started it is gone. */
  public static void main(int clients, Duration life) throws IOException {
    try (World world = World.open()) {
      SimulatedIssuer issuer = world.issuer("benchmark");
      for (int i = 0; i < clients; i++) {
        issuer.client(Fleet.client(i)).secret(Fleet.SECRET);
      }
      issuer.habits().tokenForm(TokenForm.OPAQUE).tokenLife(life).expiresIn(seconds(life));
      System.out.println(issuer.tokenEndpoint());
      while (System.in.read() >= 0) {
        // nothing is said to it; the end of its input is the end of whoever started it
      }
    }
  }

  private static String seconds(Duration life) {
    return life.toSeconds() + ".%03d".formatted(life.toMillisPart());
  }
}
