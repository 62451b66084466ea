package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.gateway.field.Host;
import dev.keybearer.gateway.peer.Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody listens, such as {@code 127.0.0.1:8080} or {@code [::1]:8080}.
 *
 * @param host a name in lower case or an address; one of IPv6 in its brackets
 * @param port 0 for any that is free
 */
public record HostPort(String host, int port) {
  private static final int LAST_PORT = 65_535;
  private static final String NAME = "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)";
  private static final Pattern FORM = Pattern.compile(NAME + ":([0-9]{1,5})");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  /** A host and a port. */
  static final Leaf<HostPort> TYPE =
      Leaf.of(
          "a host and port",
          JsonSchema.ofPattern("^" + FORM + "$"),
          (scalar, place) -> read(scalar));

  /** A host without port. */
  static final Leaf<String> HOST =
      Leaf.of(
          "a host", JsonSchema.ofPattern("^" + NAME + "$"), (scalar, place) -> readHost(scalar));

  /** Whether nobody outside of this machine gets there. */
  public boolean isLoopback() {
    return Uris.isLoopback(host);
  }

  /** As it is written. */
  @Override
  public String toString() {
    return host + ":" + port;
  }

  private static HostPort read(Scalar scalar) throws Unfit {
    Matcher form = FORM.matcher(scalar.text());
    String host = form.matches() ? host(form.group(1)) : null;
    if (host == null) {
      throw Unfit.because("is " + scalar.shown() + ", not a host and port")
          .withHelp(
              "write 127.0.0.1:8080, \"[::1]:8080\" in quotes, or 0.0.0.0:8080 for all of IPv4");
    }
    int port = Integer.parseInt(form.group(2));
    if (port > LAST_PORT) {
      throw Unfit.because("has a port that cannot exist")
          .withHelp("write a port from 0 to " + LAST_PORT + "; 0 takes a free one");
    }
    return new HostPort(host, port);
  }

  private static String readHost(Scalar scalar) throws Unfit {
    String host = host(scalar.text());
    if (host == null) {
      throw Unfit.because("is " + scalar.shown() + ", not a host")
          .withHelp("write a name or an address without port, one of IPv6 in brackets");
    }
    return host;
  }

  /** The host in one form, or null; what looks like an address of IPv4 has to be one. */
  private static @Nullable String host(String text) {
    Host host = Host.parse(text);
    boolean broken = NUMBERS.matcher(text).matches() && Address.parse(text) == null;
    return host == null || host.port() >= 0 || broken ? null : host.name();
  }
}
