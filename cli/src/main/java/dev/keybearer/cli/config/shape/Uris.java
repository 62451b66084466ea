package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of servers. */
public final class Uris {
  /** The remedy where a secret would travel in the open. */
  public static final String ENCRYPT =
      "write https; http is for localhost, 127.0.0.1 and [::1] only";

  /** An https address; plain http is for this machine only. */
  public static final Leaf<URI> TYPE =
      Leaf.of(
          "an address",
          JsonSchema.ofPattern("^(https://|http://(localhost|127\\.|\\[::1\\])).+$")
              .with("format", "uri"),
          (scalar, place) -> secured(read(scalar, place, "write https://host/path")));

  /** Where a server is: scheme, host and port and nothing else; plain http may lead anywhere. */
  public static final Leaf<URI> ORIGIN =
      Leaf.of(
          "an address",
          JsonSchema.ofPattern("^https?://[^/?#@]+/?$").with("format", "uri"),
          (scalar, place) -> origin(read(scalar, place, "write https://host"), place));

  /**
   * Where a message goes; what it may lead to is judged elsewhere. It may hold a secret, and is
   * never shown.
   */
  public static final Leaf<URI> HOOK =
      Leaf.of(
          "an address",
          JsonSchema.ofPattern("^https?://[^@#]+$").with("format", "uri"),
          (scalar, place) -> hook(scalar, place));

  /**
   * Where a stream is opened: {@code wss}; plain {@code ws} is for this machine only. It may hold a
   * secret, and is never shown.
   */
  public static final Leaf<URI> STREAM =
      Leaf.of(
          "an address",
          JsonSchema.ofPattern("^(wss://|ws://(localhost|127\\.|\\[::1\\])).+$")
              .with("format", "uri"),
          (scalar, place) -> stream(scalar, place));

  // 127.0.0.0/8 and ::1, and the name that RFC 6761 section 6.3 keeps for them.
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)\\]");

  private Uris() {}

  /** Whether a host is this machine: such names and addresses never leave it. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private static URI read(Scalar scalar, Place place, String form) throws Unfit {
    URI uri = parse(scalar.text());
    if (uri == null || uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw Unfit.because("is " + scalar.shown() + ", not an address").withHelp(form);
    }
    if (uri.getRawAuthority().contains("@")) {
      place.hide();
      throw Unfit.because("holds a user name or password")
          .withHelp("remove what stands before the @");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw Unfit.because("names no host and port that can exist");
    }
    if (uri.getRawFragment() != null) {
      throw Unfit.because("has a fragment, which no server ever sees")
          .withHelp("remove # and what follows");
    }
    return uri;
  }

  private static URI hook(Scalar scalar, Place place) throws Unfit {
    place.hide();
    URI uri = parse(scalar.text());
    if (uri == null || uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw Unfit.because("is not an address").withHelp("write https://host/path");
    }
    URI usable = read(scalar, place, "write https://host/path");
    String judged = scheme(usable); // or it throws
    return URI.create(judged + usable.toString().substring(judged.length()));
  }

  private static URI stream(Scalar scalar, Place place) throws Unfit {
    place.hide();
    URI uri = parse(scalar.text());
    if (uri == null || uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw Unfit.because("is not an address").withHelp("write wss://host/path");
    }
    URI usable = read(scalar, place, "write wss://host/path");
    String scheme = usable.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("wss") && !scheme.equals("ws")) {
      throw Unfit.because("is neither wss nor ws").withHelp("write wss://host/path");
    }
    if (scheme.equals("ws") && !isLoopback(usable.getHost())) {
      throw Unfit.because("would send tokens in the open")
          .withHelp("write wss; ws is for localhost, 127.0.0.1 and [::1] only");
    }
    return URI.create(scheme + usable.toString().substring(scheme.length()));
  }

  private static URI secured(URI uri) throws Unfit {
    if (scheme(uri).equals("http") && !isLoopback(uri.getHost())) {
      throw Unfit.because("would send secrets over plain http").withHelp(ENCRYPT);
    }
    return uri;
  }

  private static URI origin(URI uri, Place place) throws Unfit {
    String scheme = scheme(uri);
    if (uri.getRawQuery() != null) {
      place.hide();
      throw Unfit.because("has a query, and calls bring their own")
          .withHelp("remove ? and what follows");
    }
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw Unfit.because("has a path, and a call is sent with the very path that was judged")
          .withHelp("remove what follows the host and port");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }

  private static String scheme(URI uri) throws Unfit {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw Unfit.because("is neither https nor http");
    }
    return scheme;
  }

  private static @Nullable URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
