package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Listener;
import dev.keybearer.simulator.http.Wiring;
import dev.keybearer.simulator.register.Entitlement;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * An issuer of the standard dialect (RFC 6749 and its family) on a port of its own, together with
 * an API that its tokens open. Safe for use by many threads.
 */
public final class SimulatedIssuer implements AutoCloseable {
  private final String name;
  private final Authority authority;
  private final Issuance issuance;
  private final Faults faults = new Faults();
  private final Referee referee = new Referee();
  private final Listener listener;
  private final String scheme;

  SimulatedIssuer(String name, int port, Wiring wiring, MovableClock clock) {
    this.name = name;
    this.authority = new Authority(clock);
    this.issuance = new Issuance(authority);
    this.scheme = wiring.tls() == null ? "http" : "https";
    this.listener = new Listener(port, wiring, site().watched(referee, faults, clock));
    listener.open();
    authority.issuer(scheme + "://127.0.0.1:" + listener.port());
  }

  private Site site() {
    AssertionDesk assertions = new AssertionDesk(authority);
    ClientDesk desk = new ClientDesk(authority, assertions, new StandardManners());
    Map<GrantType, Grant> grants = new EnumMap<>(GrantType.class);
    grants.put(GrantType.CLIENT_CREDENTIALS, new ClientCredentialsGrant(issuance));
    StandardDialect dialect = new StandardDialect(authority.habits(), authority::now);
    TokenEndpoint token = new TokenEndpoint(desk, grants, dialect);
    return new Site().at("/token", Endpoint.TOKEN, token::answer);
  }

  /** What the world calls it. */
  public String name() {
    return name;
  }

  /** Its identity, as {@code iss} names it. */
  public URI uri() {
    return URI.create(authority.issuer());
  }

  /** Where tokens are asked for. */
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

  private URI at(String path) {
    return URI.create(authority.issuer() + path);
  }

  /** The client with this id, registered now when it is not yet. */
  public RegisteredClient client(String id) {
    return authority.register(id);
  }

  /** How it behaves when nothing goes wrong. */
  public Habits habits() {
    return authority.habits();
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What it has seen. */
  public Referee referee() {
    return referee;
  }

  /** The keys it signs with. */
  public SigningKeys keys() {
    return authority.keys();
  }

  /** A token as a client would get it, without asking for it over the network. */
  public String mint(String client, String... scopes) {
    String audience = authority.register(client).audience();
    return issuance
        .mint(
            new Entitlement(
                client, client, Set.of(scopes), audience == null ? "api" : audience, null))
        .value();
  }

  /** Refuses connections, and cuts those there are. */
  public void stop() {
    listener.close();
  }

  /** Accepts connections again, on the same port. */
  public void start() {
    listener.open();
  }

  /** Stops it; may be called twice. */
  @Override
  public void close() {
    stop();
  }

  private static final class StandardManners implements ClientDesk.Manners {
    @Override
    public Ruling.Refused unknownClient() {
      return Ruling.Refused.client("unknown client");
    }

    @Override
    public Ruling.Refused wrongSecret() {
      return Ruling.Refused.client("client authentication failed");
    }
  }
}
