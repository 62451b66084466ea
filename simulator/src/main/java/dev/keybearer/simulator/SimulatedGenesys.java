package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.LiveFeed;
import dev.keybearer.simulator.http.Handler;
import dev.keybearer.simulator.http.Listener;
import dev.keybearer.simulator.http.Wiring;
import dev.keybearer.simulator.stream.Feed;
import dev.keybearer.simulator.stream.Published;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Genesys Cloud as far as it is known from outside: a login host, an API host and a streaming host,
 * each on a port of its own. Discovery, keys, introspection and revocation are not there, as in the
 * real one. Safe for use by many threads.
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
  private final Listener streamingHost;
  private final NotificationQuirks notificationQuirks = new NotificationQuirks();
  private final GenesysChannels channels;
  private final GenesysNotificationApi notificationApi;
  private final LiveFeed feed;
  private final boolean tls;

  SimulatedGenesys(String name, Ports ports, Wiring wiring, WorldTime time) {
    MovableClock clock = time.clock();
    this.name = name;
    this.tls = wiring.tls() != null;
    this.authority = new Authority(clock, "");
    this.issuance = new Issuance(authority);
    authority
        .habits()
        .tokenForm(TokenForm.OPAQUE)
        .tokenLife(Duration.ofDays(1))
        .refreshable(GrantType.AUTHORIZATION_CODE)
        .refreshLife(PRACTICALLY_NEVER);
    this.loginSite = new GenesysLogin(authority, quirks, issuance);
    this.channels = new GenesysChannels(authority, issuance, notificationQuirks);
    GenesysSubscriptions topics = new GenesysSubscriptions(channels, notificationQuirks, issuance);
    GenesysSockets sockets = new GenesysSockets(channels, topics, notificationQuirks, issuance);
    this.feed = new LiveFeed(time.timeline(), wiring.threads(), sockets);
    feed.habits().closeAtRevocation(feed.habits().tokenEndCode());
    channels.serve(feed);
    this.notificationApi =
        new GenesysNotificationApi(channels, topics, notificationQuirks, this::channelRoot);
    Site api = new GenesysApi(authority, quirks, issuance, notificationApi).site();
    Site streaming =
        new Site().below(GenesysSockets.PATH, Endpoint.STREAM, ask -> sockets.door(ask, feed));
    this.loginHost =
        new Listener(ports.login, wiring, loginSite.site().watched(referee, faults, clock));
    this.apiHost = new Listener(ports.api, wiring, api.watched(referee, faults, clock));
    Handler watched = streaming.watched(referee, faults, clock);
    this.streamingHost =
        new Listener(
            ports.streaming, wiring, new CountedUpgrades(GenesysSockets.PATH, feed, watched));
    start();
  }

  private String channelRoot() {
    return streaming() + GenesysSockets.PATH;
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
    addresses.put("streaming", streaming());
    return addresses;
  }

  /** The root of the login host. */
  public URI login() {
    return at("http", loginHost);
  }

  /** The root of the API host. */
  public URI api() {
    return at("http", apiHost);
  }

  /** The root of the streaming host; below it channels are opened. */
  public URI streaming() {
    return at("ws", streamingHost);
  }

  private URI at(String scheme, Listener host) {
    return URI.create(scheme + (tls ? "s" : "") + "://127.0.0.1:" + host.port());
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

  /** The events of its notification channels; ids, cursors, scopes and limits have no effect. */
  public Feed notifications() {
    return feed;
  }

  /** How its notifications behave as no other stream does. */
  public NotificationQuirks notificationQuirks() {
    return notificationQuirks;
  }

  /** Publishes the body of an event to every channel that has subscribed to its topic. */
  public Published publish(String topic, String eventBody) {
    return feed.publish(topic, eventBody);
  }

  /** The ids of a client's living channels, oldest first. */
  public List<String> channels(String client) {
    return channels.of(client).stream().map(GenesysChannel::id).toList();
  }

  /** The topics of a living channel, as they were asked for; none when it is dead. */
  public Set<String> topics(String channel) {
    return notificationApi.topics(channel);
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
    streamingHost.close();
  }

  @Override
  public void start() {
    loginHost.open();
    apiHost.open();
    streamingHost.open();
  }

  @Override
  public void close() {
    feed.close();
    stop();
  }

  /** Its name and hosts. */
  @Override
  public String toString() {
    return "SimulatedGenesys[" + login() + ", " + api() + ", " + streaming() + "]";
  }

  /**
   * Where the hosts listen.
   *
   * @param login of the login host, 0 for a free one
   * @param api of the API host, 0 for a free one
   * @param streaming of the streaming host, 0 for a free one
   */
  record Ports(int login, int api, int streaming) {
    /** Free ones. */
    static Ports free() {
      return new Ports(0, 0, 0);
    }
  }
}
