package dev.keybearer.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where the parts of a demonstration listen.
 *
 * @param issuer of the simulated issuer and its API
 * @param login of the simulated Genesys login
 * @param api of the simulated Genesys API
 * @param stream of the simulated stream
 * @param gateway in front of both APIs
 * @param admin of the gateway
 */
record DemoAddresses(int issuer, int login, int api, int stream, int gateway, int admin) {
  /** What the gateway is told. */
  String config() {
    return filled("keybearer.yaml");
  }

  String gatewayUri() {
    return "http://127.0.0.1:" + gateway;
  }

  String adminUri() {
    return "http://127.0.0.1:" + admin;
  }

  String tokenUri() {
    return "http://127.0.0.1:" + issuer + "/token";
  }

  /** What to type; every line works as it is printed. */
  String lines() {
    return filled("lines.txt");
  }

  /** A text that lies beside this class, with the ports in it. */
  private String filled(String name) {
    return text(name)
        .replace("{issuer}", Integer.toString(issuer))
        .replace("{login}", Integer.toString(login))
        .replace("{api}", Integer.toString(api))
        .replace("{stream}", Integer.toString(stream))
        .replace("{gateway}", Integer.toString(gateway))
        .replace("{admin}", Integer.toString(admin));
  }

  private static String text(String name) {
    try (InputStream in = DemoAddresses.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
