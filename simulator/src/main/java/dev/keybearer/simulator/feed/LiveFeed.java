package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.socket.Frame;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.Feed;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamCounts;
import dev.keybearer.simulator.stream.StreamHabits;
import dev.keybearer.simulator.stream.StreamLedger;
import dev.keybearer.simulator.stream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Publishes to the connections there are. Numbering a message, writing it down and handing it to
 * each connection is one step under one lock, so that every connection gets messages in the order
 * of their numbers. Safe for use by many threads.
 */
public final class LiveFeed implements Feed, AutoCloseable {
  /** How far a message that is overtaken falls back, at least. */
  static final Duration OVERTAKEN = Duration.ofMillis(20);

  /** Tokens are looked at this often, in real time. */
  private static final Duration LOOK = Duration.ofMillis(10);

  /** How long a place is kept for a client that was told to come. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final Timeline timeline;
  private final Executor threads;
  private final Dialect dialect;
  private final StreamHabits habits = new StreamHabits();
  private final StreamLedger ledger = new StreamLedger();
  private final Recipients recipients = new Recipients();
  private final History history = new History();
  private final Set<Pump> pumps = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();

  /** Guarded by lock, as everything below. */
  private final List<Line> kept = new ArrayList<>();

  private final List<Line> open = new ArrayList<>();
  private final List<Line> leaving = new ArrayList<>();
  private final Map<Integer, Integer> upgrades = new HashMap<>();
  private List<Integer> lastSent = List.of();
  private long published;
  private int reserved;
  private int ever;
  private int peak;
  private boolean looking;

  /** A feed that speaks a dialect, on connections that write on these threads. */
  public LiveFeed(Timeline timeline, Executor threads, Dialect dialect) {
    this.timeline = timeline;
    this.threads = threads;
    this.dialect = dialect;
  }

  @Override
  public StreamHabits habits() {
    return habits;
  }

  @Override
  public StreamLedger ledger() {
    return ledger;
  }

  Dialect dialect() {
    return dialect;
  }

  /** The world's clock, with tasks. */
  public Timeline timeline() {
    return timeline;
  }

  /** Nanoseconds that have passed in the world. */
  long now() {
    return timeline.now();
  }

  History history() {
    return history;
  }

  Outbox outbox(Outbox.Sink sink) {
    return new Outbox(timeline, threads, sink);
  }

  /** Does something while nothing is published and no connection comes or goes. */
  void atomically(Runnable act) {
    synchronized (lock) {
      act.run();
    }
  }

  /** Decides something while nothing is published and no connection comes or goes. */
  <T> T decide(Supplier<T> act) {
    synchronized (lock) {
      return act.get();
    }
  }

  /** Keeps a place for a connection whose handshake is about to be accepted. */
  public Line reserve(Line.Visitor visitor) {
    synchronized (lock) {
      reserved++;
      Line line = new Line(this, reserved, visitor);
      kept.add(line);
      timeline.afterReal(KEPT, () -> giveUp(line));
      return line;
    }
  }

  private void giveUp(Line line) {
    synchronized (lock) {
      kept.remove(line);
    }
  }

  /** A place is taken; says whether it was still kept. */
  boolean open(Line line) {
    synchronized (lock) {
      if (!kept.remove(line)) {
        return false;
      }
      open.add(line);
      ever++;
      peak = Math.max(peak, open.size());
      look();
    }
    dialect.opened(line);
    beatLater(line);
    return true;
  }

  private void look() {
    if (!looking) {
      looking = true;
      timeline.afterReal(LOOK, this::lookAtTokens);
    }
  }

  private void lookAtTokens() {
    List<Line> lines = lines();
    Instant now = timeline.instant();
    lines.forEach(line -> line.watch().look(now));
    synchronized (lock) {
      looking = false;
      if (!open.isEmpty()) {
        look();
      }
    }
  }

  private void beatLater(Line line) {
    Duration interval = habits.heartbeat();
    boolean beats = !interval.isZero();
    timeline.after(
        beats ? interval : LOOK.multipliedBy(100),
        () -> {
          if (beats && isOpen(line)) {
            line.beat(dialect.heartbeat());
          }
          if (isOpen(line)) {
            beatLater(line);
          }
        });
  }

  private boolean isOpen(Line line) {
    synchronized (lock) {
      return open.contains(line);
    }
  }

  /** A connection gets nothing any more; may be called twice. */
  void leave(Line line) {
    synchronized (lock) {
      if (!open.remove(line)) {
        return;
      }
      leaving.add(line);
    }
    dialect.left(line);
  }

  /** A connection is no more; may be called twice. */
  void forget(Line line) {
    leave(line);
    synchronized (lock) {
      leaving.remove(line);
      kept.remove(line);
    }
  }

  /** A handshake was answered. */
  public void answered(int status) {
    synchronized (lock) {
      upgrades.merge(status, 1, Integer::sum);
    }
  }

  @Override
  public StreamCounts counts() {
    synchronized (lock) {
      int held = kept.size() + open.size() + leaving.size();
      return new StreamCounts(open.size(), ever, peak, held, upgrades);
    }
  }

  @Override
  public List<Line> connections() {
    return lines();
  }

  private List<Line> lines() {
    synchronized (lock) {
      return List.copyOf(open);
    }
  }

  /**
   * The connections of a client, and the places kept for it. Called while it is {@linkplain #decide
   * decided}.
   */
  List<Line> placesOf(String client) {
    List<Line> places = new ArrayList<>(open);
    places.addAll(kept);
    places.removeIf(line -> !line.client().equals(client));
    return places;
  }

  @Override
  public Published publish(String topic, String body) {
    String canonical = Published.canonical(body);
    return publish(topic, number -> canonical);
  }

  /** Publishes a body that may depend on the number of its message. */
  Published publish(String topic, LongFunction<String> body) {
    synchronized (lock) {
      published++;
      List<Line> to = recipients.of(topic, open, habits.fanOut());
      String text = body.apply(published);
      Published message =
          new Published(
              published, topic, text, timeline.instant(), habits.latency().most(), numbers(to));
      ledger.enter(message);
      history.keep(message, habits);
      if (!to.isEmpty()) {
        byte[] frame = Frame.text(dialect.message(message));
        to.forEach(line -> line.message(frame));
      }
      return message;
    }
  }

  /** The same list as last time while it is equal: a ledger holds millions. */
  private List<Integer> numbers(List<Line> lines) {
    List<Integer> numbers =
        lines.stream().filter(line -> !line.isMute()).map(Line::number).toList();
    if (!numbers.equals(lastSent)) {
      lastSent = numbers;
    }
    return lastSent;
  }

  /** The number of the newest message. */
  long newest() {
    synchronized (lock) {
      return published;
    }
  }

  @Override
  public Traffic traffic(double perSecond, List<String> topics, double repeatShare) {
    Pump pump = new Pump(this, new Pump.Plan(perSecond, List.copyOf(topics), repeatShare));
    pumps.removeIf(Pump::isStopped);
    pumps.add(pump);
    pump.start();
    return pump;
  }

  @Override
  public void notice(Duration lead) {
    lines().forEach(line -> line.notice(lead));
  }

  @Override
  public void close(int code, String reason) {
    lines().forEach(line -> line.close(code, reason));
  }

  @Override
  public void drop(Drop kind) {
    lines().forEach(line -> line.drop(kind));
  }

  /** Stops the traffic; connections end with their host. */
  @Override
  public void close() {
    pumps.forEach(Pump::stop);
  }
}
