package dev.keybearer.gateway.admin;

import com.sun.net.httpserver.Headers;
import dev.keybearer.gateway.field.Host;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what a page of another origin makes a browser send, before anything else is looked at
 * (M1, M3). Immutable.
 *
 * @param scheme under which the port is reached
 */
record Guard(String scheme, Hosts hosts) {
  private static final Set<String> SITES = Set.of("same-origin", "none");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** Why a request is turned away, or null. */
  @Nullable Refusal judge(String method, Headers fields) {
    List<String> lines = fields.getOrDefault("Host", List.of());
    Host host = lines.size() == 1 ? Host.parse(lines.getFirst()) : null;
    if (host == null) {
      return Refusal.badRequest("one Host field is expected, with a name or an address");
    }
    if (!hosts.allow(host)) {
      return Refusal.of(
          421,
          "misdirected",
          "the admin port is not called by that name: call it localhost, or add the name to its"
              + " hosts");
    }
    if (!isSameOrigin(fields, host)) {
      return Refusal.forbidden("the admin port takes nothing from pages of another origin");
    }
    if (!READING.contains(method) && !isMeant(fields)) {
      return Refusal.forbidden(
          "a write needs the field Content-Type: application/json, or the field X-Keybearer with"
              + " any value");
    }
    return null;
  }

  private boolean isSameOrigin(Headers fields, Host host) {
    List<String> sites = fields.getOrDefault("Sec-Fetch-Site", List.of());
    List<String> origins = fields.getOrDefault("Origin", List.of());
    return sites.stream().allMatch(SITES::contains)
        && origins.stream().allMatch(origin -> isOf(origin, host));
  }

  private boolean isOf(String origin, Host host) {
    String start = scheme + "://";
    if (!origin.startsWith(start)) {
      return false;
    }
    Host named = Host.parse(origin.substring(start.length()));
    return named != null && named.name().equals(host.name()) && port(named) == port(host);
  }

  private int port(Host host) {
    int usual = scheme.equals("https") ? 443 : 80;
    return host.port() < 0 ? usual : host.port();
  }

  /** Neither can be had from a form, and a script has to ask first, which nobody answers. */
  private static boolean isMeant(Headers fields) {
    List<String> types = fields.getOrDefault("Content-Type", List.of());
    return fields.containsKey("X-Keybearer") || (types.size() == 1 && isJson(types.getFirst()));
  }

  private static boolean isJson(String type) {
    int end = type.indexOf(';');
    String essence = end < 0 ? type : type.substring(0, end);
    return essence.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }
}
