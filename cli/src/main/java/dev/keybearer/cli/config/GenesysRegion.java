package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a Genesys Cloud organisation lives.
 *
 * @param domain below which its hosts are, such as {@code mypurecloud.com}
 */
public record GenesysRegion(String domain) {
  // New regions go live before anybody's list knows them, so that any domain is taken as it is.
  private static final String DOMAIN =
      "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+";
  private static final Pattern VALID = Pattern.compile(DOMAIN);

  private static final Map<String, String> DOMAINS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("us-east-1", "mypurecloud.com"),
              Map.entry("us-east-2", "use2.us-gov-pure.cloud"),
              Map.entry("us-west-2", "usw2.pure.cloud"),
              Map.entry("ca-central-1", "cac1.pure.cloud"),
              Map.entry("mx-central-1", "mxc1.pure.cloud"),
              Map.entry("sa-east-1", "sae1.pure.cloud"),
              Map.entry("eu-west-1", "mypurecloud.ie"),
              Map.entry("eu-west-2", "euw2.pure.cloud"),
              Map.entry("eu-central-1", "mypurecloud.de"),
              Map.entry("eu-central-2", "euc2.pure.cloud"),
              Map.entry("eusc-de-east-1", "edee1.eusc-pure.cloud"),
              Map.entry("me-central-1", "mec1.pure.cloud"),
              Map.entry("ap-south-1", "aps1.pure.cloud"),
              Map.entry("ap-southeast-1", "apse1.pure.cloud"),
              Map.entry("ap-southeast-2", "mypurecloud.com.au"),
              Map.entry("ap-northeast-1", "mypurecloud.jp"),
              Map.entry("ap-northeast-2", "apne2.pure.cloud"),
              Map.entry("ap-northeast-3", "apne3.pure.cloud")));

  /** A domain, or the AWS name of a known region. */
  static final Leaf<GenesysRegion> TYPE =
      Leaf.of(
          "a region",
          JsonSchema.ofPattern("^(" + String.join("|", DOMAINS.keySet()) + "|" + DOMAIN + ")$"),
          (scalar, place) -> read(scalar));

  private static GenesysRegion read(Scalar scalar) throws Unfit {
    String known = DOMAINS.get(scalar.text());
    if (known != null) {
      return new GenesysRegion(known);
    }
    if (!VALID.matcher(scalar.text()).matches()) {
      throw Unfit.because("is " + scalar.shown() + ", neither a domain nor a known region")
          .as(Kind.UNKNOWN_VALUE)
          .withGuess(
              Suggestion.of(scalar.text(), DOMAINS.keySet()),
              "known regions: " + String.join(", ", DOMAINS.keySet()));
    }
    return new GenesysRegion(scalar.text());
  }
}
