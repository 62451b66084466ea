package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Door;
import dev.keybearer.simulator.feed.LiveFeed;
import dev.keybearer.simulator.feed.Timeline;
import dev.keybearer.simulator.http.Handler;
import dev.keybearer.simulator.http.Listener;
import dev.keybearer.simulator.http.Wiring;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Feed;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamConnection;
import dev.keybearer.simulator.stream.StreamCounts;
import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.simulator.stream.StreamLedger;
import dev.keybearer.simulator.stream.Traffic;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A stream of JSON messages over WebSocket on a port of its own, which the tokens of one issuer
 * open. Safe for use by many threads.
 */
public final class SimulatedStream implements SimulatedPart, Feed {
  private static final String PATH = "/stream";

  private final String name;
  private final String scheme;
  private final Faults faults = new Faults();
  private final Referee referee = new Referee();
  private final LiveFeed feed;
  private final Listener listener;

  SimulatedStream(String name, int port, Wiring wiring, Surroundings around) {
    this.name = name;
    this.scheme = wiring.tls() == null ? "ws" : "wss";
    Door door = Door.of(around.timeline, wiring.threads(), around.issuer::pass);
    this.feed = door.feed();
    Site site = new Site().at(PATH, Endpoint.STREAM, door::answer);
    Handler watched = site.watched(referee, faults, wiring.clock());
    this.listener = new Listener(port, wiring, new CountedUpgrades(PATH, feed, watched));
    listener.open();
  }

  @Override
  public String name() {
    return name;
  }

  /** Where it is opened. */
  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + listener.port() + PATH);
  }

  @Override
  public Map<String, URI> addresses() {
    return Map.of("stream", uri());
  }

  @Override
  public StreamHabits habits() {
    return feed.habits();
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public Referee referee() {
    return referee;
  }

  @Override
  public StreamLedger ledger() {
    return feed.ledger();
  }

  @Override
  public StreamCounts counts() {
    return feed.counts();
  }

  @Override
  public List<? extends StreamConnection> connections() {
    return feed.connections();
  }

  /** Answers the next few handshakes with this status, whoever comes. */
  public void refuseUpgrades(int status, int handshakes) {
    faults.next(Endpoint.STREAM, Fault.status(status), handshakes);
  }

  @Override
  public Published publish(String topic, String body) {
    return feed.publish(topic, body);
  }

  @Override
  public Traffic traffic(double perSecond, List<String> topics, double repeatShare) {
    return feed.traffic(perSecond, topics, repeatShare);
  }

  @Override
  public void notice(Duration lead) {
    feed.notice(lead);
  }

  @Override
  public void close(int code, String reason) {
    feed.close(code, reason);
  }

  @Override
  public void drop(Drop kind) {
    feed.drop(kind);
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
    feed.close();
    stop();
  }

  /** Its name and address. */
  @Override
  public String toString() {
    return "SimulatedStream[" + name + " at " + uri() + "]";
  }

  /**
   * What it lives by.
   *
   * @param timeline of the world
   * @param issuer whose tokens open it
   */
  record Surroundings(Timeline timeline, SimulatedIssuer issuer) {}
}
