package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of headers that a config may set or remove. */
final class HeaderNames {
  // RFC 9110 section 5.6.2.
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final Pattern VALID = Pattern.compile(TOKEN);

  /** What says where a request goes and where it ends, who sends it, and what is of one hop. */
  private static final Set<String> OURS =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  static final Leaf<String> TYPE =
      Leaf.of(
          "the name of a header",
          JsonSchema.ofPattern("^" + TOKEN + "$"),
          (scalar, place) -> read(scalar));

  private HeaderNames() {}

  /** The name as servers tell headers apart that hand them on as variables. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
  }

  private static String read(Scalar scalar) throws Unfit {
    String name = scalar.text();
    if (!VALID.matcher(name).matches()) {
      throw Unfit.because("is " + scalar.shown() + ", not the name of a header")
          .withHelp("letters, digits and - only");
    }
    if (OURS.contains(folded(name))) {
      throw Unfit.because("is " + scalar.shown() + ", which is the gateway's to write")
          .withHelp("remove it");
    }
    return name;
  }
}
