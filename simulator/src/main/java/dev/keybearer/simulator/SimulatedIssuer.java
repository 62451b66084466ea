package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Pass;
import dev.keybearer.simulator.http.Listener;
import dev.keybearer.simulator.http.Wiring;
import dev.keybearer.simulator.register.AccessToken;
import java.net.URI;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of the standard dialect (RFC 6749 and its family) on a port of its own, together with
 * an API that its tokens open. Safe for use by many threads.
 */
public final class SimulatedIssuer implements SimulatedHost {
  private final String name;
  private final Authority authority;
  private final Issuance issuance;
  private final Faults faults = new Faults();
  private final Referee referee = new Referee();
  private final StandardSite site;
  private final Listener listener;

  SimulatedIssuer(String name, Place place, Wiring wiring, MovableClock clock) {
    this.name = name;
    this.authority = new Authority(clock, place.path);
    this.issuance = new Issuance(authority);
    this.site = new StandardSite(authority, issuance);
    this.listener = new Listener(place.port, wiring, site.site().watched(referee, faults, clock));
    listener.open();
    String scheme = wiring.tls() == null ? "http" : "https";
    authority.issuer(scheme + "://127.0.0.1:" + listener.port() + place.path);
  }

  @Override
  public String name() {
    return name;
  }

  /** Its identity, as {@code iss} names it. */
  public URI uri() {
    return URI.create(authority.issuer());
  }

  @Override
  public URI tokenEndpoint() {
    return at("/token");
  }

  /** Where its metadata is. */
  public URI discovery() {
    return at("/.well-known/openid-configuration");
  }

  /** Where its public keys are. */
  public URI jwks() {
    return at("/jwks");
  }

  /** Where a browser is sent to log in. */
  public URI authorizationEndpoint() {
    return at("/authorize");
  }

  /** Where a device starts its login. */
  public URI deviceAuthorizationEndpoint() {
    return at("/device_authorization");
  }

  /** RFC 7662. */
  public URI introspectionEndpoint() {
    return at("/introspect");
  }

  /** RFC 7009. */
  public URI revocationEndpoint() {
    return at("/revoke");
  }

  /** The root of the API that its tokens open; every path below answers. */
  public URI api() {
    return at("/api/");
  }

  @Override
  public Map<String, URI> addresses() {
    Map<String, URI> addresses = new LinkedHashMap<>();
    addresses.put("issuer", uri());
    addresses.put("discovery", discovery());
    addresses.put("token", tokenEndpoint());
    addresses.put("authorize", authorizationEndpoint());
    addresses.put("device", deviceAuthorizationEndpoint());
    addresses.put("jwks", jwks());
    addresses.put("introspect", introspectionEndpoint());
    addresses.put("revoke", revocationEndpoint());
    addresses.put("api", api());
    return addresses;
  }

  private URI at(String path) {
    return URI.create(authority.issuer() + path);
  }

  @Override
  public RegisteredClient client(String id) {
    return authority.register(id);
  }

  @Override
  public Habits habits() {
    return authority.habits();
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public Referee referee() {
    return referee;
  }

  /** The keys it signs with. */
  public SigningKeys keys() {
    return authority.keys();
  }

  /** The devices that wait for a person. */
  public DeviceLogins devices() {
    return site.devices();
  }

  /** Accepts JWT assertions of somebody who is not a client, signed with any of these keys. */
  public SimulatedIssuer trust(String assertionIssuer, PublicKey... keys) {
    site.assertions().trust(assertionIssuer).publicKeys(keys);
    return this;
  }

  /** Accepts this SAML assertion, in the text it is sent as, for a person. */
  public SimulatedIssuer acceptSaml(String assertion, String user) {
    site.assertions().acceptSaml(assertion, user);
    return this;
  }

  /** The API needs this scope at every path that starts with this prefix. */
  public SimulatedIssuer requireScope(String pathPrefix, String scope) {
    site.api().require(pathPrefix, scope);
    return this;
  }

  /**
   * An access token as a client would get it, without asking for it over the network; without
   * scopes it has all that the client is registered for.
   */
  public String mint(String client, String... scopes) {
    return issuance.mint(issuance.entitlement(client, client, String.join(" ", scopes))).value();
  }

  /** A refresh token of a new family, as if a person had logged in. */
  public String mintRefreshToken(String client, String user, String... scopes) {
    return issuance.open(issuance.entitlement(client, user, String.join(" ", scopes))).current();
  }

  /** What a token allows at a stream, or null when it does not count. */
  @Nullable Pass pass(String token) {
    AccessToken known = authority.register().access(token);
    if (known == null || !issuance.isLive(known)) {
      return null;
    }
    known.use(authority.now());
    return issuance.pass(known);
  }

  @Override
  public void revoke(String token) {
    authority.register().revoke(token);
  }

  @Override
  public void stop() {
    listener.close();
  }

  @Override
  public void start() {
    listener.open();
  }

  @Override
  public void close() {
    stop();
    keys().close();
  }

  /** Its name and identity. */
  @Override
  public String toString() {
    return "SimulatedIssuer[" + name + " at " + uri() + "]";
  }

  /**
   * Where it is.
   *
   * @param port it listens on, 0 for a free one
   * @param path its identity has behind the port, empty or without a last slash
   */
  record Place(int port, String path) {}
}
