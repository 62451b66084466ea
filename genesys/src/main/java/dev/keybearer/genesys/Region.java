package dev.keybearer.genesys;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Genesys Cloud organisation lives. A client exists in one region only.
 *
 * @param domain below which its hosts are, such as {@code mypurecloud.com}
 */
public record Region(String domain) {
  /** What a domain looks like; no list of domains is ever complete. */
  public static final String DOMAIN =
      "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+";

  /** The longest name that the domain name system has (RFC 1035 section 2.3.4). */
  private static final int LONGEST = 253;

  private static final Pattern VALID = Pattern.compile(DOMAIN);

  private static final Map<String, Region> KNOWN = known();

  /** A region whose domain has the form of one, in small letters. */
  public Region {
    domain = domain.toLowerCase(Locale.ROOT);
    if (domain.length() > LONGEST || !VALID.matcher(domain).matches()) {
      throw new IllegalArgumentException(
          "'" + domain + "' is no domain: use one such as mypurecloud.de");
    }
  }

  /** The region with this domain, whether or not anybody knows it yet. */
  public static Region of(String domain) {
    return new Region(domain);
  }

  /**
   * The region that a person names: by its domain, or by the AWS name of a known one.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Region parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    Region known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    if (name.length() > LONGEST || !VALID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither a domain nor a known region; known are " + KNOWN.keySet());
    }
    return new Region(name);
  }

  /** The regions that are known, by AWS name. New ones go live before any list has them. */
  public static Map<String, Region> byName() {
    return KNOWN;
  }

  /** The AWS name, or null when the domain is not in the list. */
  public @Nullable String name() {
    return KNOWN.entrySet().stream()
        .filter(entry -> entry.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** The host that tokens are asked for at. */
  public URI login() {
    return host("login");
  }

  /** The host of the API. */
  public URI api() {
    return host("api");
  }

  /**
   * The host of streams, as far as the rule goes: the address of a stream is what the API says it
   * is, and is never built.
   */
  public URI streaming() {
    return host("streaming");
  }

  /** The host of what people open in a browser. */
  public URI apps() {
    return host("apps");
  }

  private URI host(String name) {
    return URI.create("https://" + name + "." + domain);
  }

  private static Map<String, Region> known() {
    Map<String, Region> known = new LinkedHashMap<>();
    known.put("ap-northeast-1", new Region("mypurecloud.jp"));
    known.put("ap-northeast-2", new Region("apne2.pure.cloud"));
    known.put("ap-northeast-3", new Region("apne3.pure.cloud"));
    known.put("ap-south-1", new Region("aps1.pure.cloud"));
    known.put("ap-southeast-1", new Region("apse1.pure.cloud"));
    known.put("ap-southeast-2", new Region("mypurecloud.com.au"));
    known.put("ca-central-1", new Region("cac1.pure.cloud"));
    known.put("eu-central-1", new Region("mypurecloud.de"));
    known.put("eu-central-2", new Region("euc2.pure.cloud"));
    known.put("eu-west-1", new Region("mypurecloud.ie"));
    known.put("eu-west-2", new Region("euw2.pure.cloud"));
    known.put("eusc-de-east-1", new Region("edee1.eusc-pure.cloud"));
    known.put("me-central-1", new Region("mec1.pure.cloud"));
    known.put("mx-central-1", new Region("mxc1.pure.cloud"));
    known.put("sa-east-1", new Region("sae1.pure.cloud"));
    known.put("us-east-1", new Region("mypurecloud.com"));
    known.put("us-east-2", new Region("use2.us-gov-pure.cloud"));
    known.put("us-west-2", new Region("usw2.pure.cloud"));
    return Collections.unmodifiableMap(known);
  }
}
