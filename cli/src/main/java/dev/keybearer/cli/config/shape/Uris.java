package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of servers. */
public final class Uris {
  /** An https address; plain http is for this machine only. */
  public static final Leaf<URI> TYPE =
      Leaf.of(
          "an address",
          JsonSchema.ofPattern("^(https://|http://(localhost|127\\.|\\[::1\\])).+$")
              .with("format", "uri"),
          Uris::read);

  // 127.0.0.0/8 and ::1, and the name that RFC 6761 section 6.3 keeps for them.
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)\\]");

  private Uris() {}

  private static URI read(Scalar scalar, Place place) throws Unfit {
    URI uri = parse(scalar.text());
    if (uri == null || uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw Unfit.because("is " + scalar.shown() + ", not an address")
          .withHelp("write https://host/path");
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
    return secured(uri);
  }

  private static URI secured(URI uri) throws Unfit {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("https")) {
      return uri;
    }
    if (!scheme.equals("http")) {
      throw Unfit.because("is neither https nor http");
    }
    if (!LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches()) {
      throw Unfit.because("would send secrets over plain http")
          .withHelp("write https; http is for localhost, 127.0.0.1 and [::1] only");
    }
    return uri;
  }

  private static @Nullable URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
