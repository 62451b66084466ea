package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Listener;
import dev.keybearer.simulator.http.Wiring;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Genesys Cloud as far as it is known from outside: a login host and an API host, each on a port of
 * its own. Discovery, keys, introspection and revocation are not there, as in the real one. Safe
 * for use by many threads.
 */
public final class SimulatedGenesys implements SimulatedHost {
  private static final Duration PRACTICALLY_NEVER = Duration.ofDays(3650);

  private final String name;
  private final Authority authority;
  private final Issuance issuance;
  private final GenesysQuirks quirks = new GenesysQuirks();
  private final Faults faults = new Faults();
  private final Referee referee = new Referee();
  private final GenesysLogin loginSite;
  private final Listener loginHost;
  private final Listener apiHost;

  SimulatedGenesys(String name, Ports ports, Wiring wiring, MovableClock clock) {
    this.name = name;
    this.authority = new Authority(clock, "");
    this.issuance = new Issuance(authority);
    authority
        .habits()
        .tokenForm(TokenForm.OPAQUE)
        .tokenLife(Duration.ofDays(1))
        .refreshable(GrantType.AUTHORIZATION_CODE)
        .refreshLife(PRACTICALLY_NEVER);
    this.loginSite = new GenesysLogin(authority, quirks, issuance);
    Site api = new GenesysApi(authority, quirks, issuance).site();
    this.loginHost =
        new Listener(ports.login, wiring, loginSite.site().watched(referee, faults, clock));
    this.apiHost = new Listener(ports.api, wiring, api.watched(referee, faults, clock));
    start();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, URI> addresses() {
    Map<String, URI> addresses = new LinkedHashMap<>();
    addresses.put("login", login());
    addresses.put("token", tokenEndpoint());
    addresses.put("authorize", authorizationEndpoint());
    addresses.put("api", api());
    return addresses;
  }

  /** The root of the login host. */
  public URI login() {
    return URI.create("http://127.0.0.1:" + loginHost.port());
  }

  /** The root of the API host. */
  public URI api() {
    return URI.create("http://127.0.0.1:" + apiHost.port());
  }

  @Override
  public URI tokenEndpoint() {
    return login().resolve("/oauth/token");
  }

  /** Where a browser is sent to log in. */
  public URI authorizationEndpoint() {
    return login().resolve("/oauth/authorize");
  }

  @Override
  public RegisteredClient client(String id) {
    return authority.register(id);
  }

  @Override
  public Habits habits() {
    return authority.habits();
  }

  /** How it behaves as no other issuer does. */
  public GenesysQuirks quirks() {
    return quirks;
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public Referee referee() {
    return referee;
  }

  /** Accepts this SAML assertion, in the text it is sent as, for a person. */
  public SimulatedGenesys acceptSaml(String assertion, String user) {
    loginSite.acceptSaml(assertion, user);
    return this;
  }

  /** An access token as a client would get it, without asking for it over the network. */
  public String mint(String client) {
    return issuance.mint(issuance.entitlement(client, client, "")).value();
  }

  @Override
  public void revoke(String token) {
    authority.register().revoke(token);
  }

  @Override
  public void stop() {
    loginHost.close();
    apiHost.close();
  }

  @Override
  public void start() {
    loginHost.open();
    apiHost.open();
  }

  @Override
  public void close() {
    stop();
  }

  /** Its name and hosts. */
  @Override
  public String toString() {
    return "SimulatedGenesys[" + login() + ", " + api() + "]";
  }

  /**
   * Where the hosts listen.
   *
   * @param login of the login host, 0 for a free one
   * @param api of the API host, 0 for a free one
   */
  record Ports(int login, int api) {}
}
