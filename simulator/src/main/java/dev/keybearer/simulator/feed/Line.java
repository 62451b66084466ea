package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.http.Upgrade;
import dev.keybearer.simulator.http.Wire;
import dev.keybearer.simulator.socket.Frame;
import dev.keybearer.simulator.socket.Message;
import dev.keybearer.simulator.socket.Violation;
import dev.keybearer.simulator.socket.WebSocket;
import dev.keybearer.simulator.stream.Drop;
import dev.keybearer.simulator.stream.StreamConnection;
import dev.keybearer.simulator.stream.StreamHabits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a feed: a place that is kept for it from the answer to its handshake on, then
 * its socket. Safe for use by many threads.
 */
public final class Line implements StreamConnection, Upgrade {
  /** How long a client may take to end what has been closed. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private static final long LOOK_MILLIS = 100;
  private static final int ANNOUNCED = 1012;
  private static final int TOO_SLOW = 1008;

  private final LiveFeed feed;
  private final int number;
  private final Topics topics;
  private final Outbox outbox;
  private final TokenWatch watch;

  /** Guarded by the lock of the feed, as the next one. */
  private final SplittableRandom random;

  private long lastDue;

  private volatile String client;
  private volatile @Nullable Pass pass;
  private volatile StreamHabits.@Nullable Latency latency;
  private volatile @Nullable WebSocket socket;
  private volatile @Nullable Drop fault;
  private volatile boolean closing;

  Line(LiveFeed feed, int number, Visitor visitor) {
    this.feed = feed;
    this.number = number;
    this.client = visitor.client();
    this.pass = visitor.pass();
    this.topics = visitor.topics();
    this.random = new SplittableRandom(number);
    this.outbox = feed.outbox(this::write);
    this.watch = new TokenWatch(feed, this);
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public Set<String> topics() {
    return topics.names();
  }

  TokenWatch watch() {
    return watch;
  }

  /** What it is a connection of. */
  public LiveFeed feed() {
    return feed;
  }

  /** What it listens to. */
  public Topics subscriptions() {
    return topics;
  }

  /** The token it lives by, or null when it has none. */
  public @Nullable Pass pass() {
    return pass;
  }

  /** Lives by another token from now on. */
  public void renew(Pass other) {
    client = other.client();
    pass = other;
  }

  @Override
  public void latency(Duration least, Duration most) {
    latency = new StreamHabits.Latency(least, most);
  }

  @Override
  public void serve(Wire wire) throws IOException {
    WebSocket opened = new WebSocket(wire);
    socket = opened;
    try {
      if (feed.open(this)) {
        converse(opened);
      }
    } catch (Violation e) {
      close(e.code(), String.valueOf(e.getMessage()));
      opened.swallow();
    } finally {
      feed.forget(this);
      outbox.end();
    }
  }

  private void converse(WebSocket from) throws IOException {
    for (Message message = from.read(); message != null; message = from.read()) {
      Drop now = fault;
      if (now == Drop.SLOW_READER) {
        awaitEnd(from);
        return;
      }
      if (now == Drop.BLACK_HOLE || now == Drop.FIN) {
        from.swallow();
        return;
      }
      if (!closing) {
        take(message);
      }
    }
  }

  private void take(Message message) {
    if (message instanceof Message.Text text) {
      feed.dialect().heard(this, text.text());
    } else if (message instanceof Message.Ping ping) {
      outbox.offer(Parcel.AT_ONCE, Parcel.Kind.LIFE, Frame.pong(ping.payload()));
    } else if (message instanceof Message.Close close) {
      boolean coded = close.code() != Message.Close.NO_CODE;
      end(coded ? Frame.close(close.code(), "") : Frame.close());
    }
  }

  /**
   * Whoever does not read learns of the end only from whoever writes, or from a host that stops.
   */
  private static void awaitEnd(WebSocket of) throws IOException {
    try {
      while (!of.isClosed()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while not reading", e);
    }
  }

  /** Says an answer or an announcement. */
  public void answer(String text) {
    outbox.offer(Parcel.AT_ONCE, Parcel.Kind.ANSWER, Frame.text(text));
  }

  /** Says that it lives: a heartbeat, or the answer to a ping of the dialect. */
  public void beat(String text) {
    outbox.offer(Parcel.AT_ONCE, Parcel.Kind.LIFE, Frame.text(text));
  }

  /** Sends a message, after the time it is on its way. Called under the lock of the feed. */
  void message(byte[] frame) {
    StreamHabits habits = feed.habits();
    offer(frame, habits);
    if (habits.duplicated() > 0 && random.nextDouble() < habits.duplicated()) {
      offer(frame, habits);
    }
    if (outbox.size() > habits.backlog()) {
      close(TOO_SLOW, "the client reads too slowly");
    }
  }

  private void offer(byte[] frame, StreamHabits habits) {
    StreamHabits.Latency own = latency;
    StreamHabits.Latency range = own == null ? habits.latency() : own;
    long least = range.least().toNanos();
    long most = range.most().toNanos();
    long delay = most == 0 ? 0 : least + (long) (random.nextDouble() * (most - least));
    long due = Math.max(lastDue, feed.now() + delay);
    if (habits.reordered() > 0 && random.nextDouble() < habits.reordered()) {
      due += Math.max(most, LiveFeed.OVERTAKEN.toNanos());
    } else {
      lastDue = due;
    }
    outbox.offer(due, Parcel.Kind.MESSAGE, frame);
  }

  /** Whether messages to it come to nothing. */
  boolean isMute() {
    return closing || !lets(Parcel.Kind.MESSAGE);
  }

  private boolean lets(Parcel.Kind kind) {
    Drop now = fault;
    if (now == null || now == Drop.SLOW_READER) {
      return true;
    }
    return now == Drop.ZOMBIE && kind != Parcel.Kind.MESSAGE && kind != Parcel.Kind.ANSWER;
  }

  /** One task at a time. */
  private void write(List<Parcel> batch) throws IOException {
    WebSocket to = socket;
    if (to == null) {
      return;
    }
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    boolean last = false;
    for (Parcel parcel : batch) {
      if (!last && lets(parcel.kind())) {
        frames.write(parcel.frame());
        last = parcel.kind() == Parcel.Kind.CLOSE;
      }
    }
    if (frames.size() > 0) {
      send(to, frames.toByteArray());
    }
    if (last) {
      outbox.end();
      to.finish();
    }
  }

  private static void send(WebSocket to, byte[] frames) throws IOException {
    try {
      to.write(frames);
    } catch (IOException e) {
      to.close();
      throw e;
    }
  }

  @Override
  public void drop(Drop kind) {
    fault = kind;
    WebSocket opened = socket;
    if (opened == null) {
      return;
    }
    if (kind == Drop.RST) {
      feed.leave(this);
      opened.reset();
    }
    if (kind == Drop.FIN) {
      feed.leave(this);
      opened.finish();
      feed.timeline().afterReal(CLOSING, opened::close);
    }
  }

  @Override
  public void close(int code, String reason) {
    if (!closing) {
      end(Frame.close(code, reason));
    }
  }

  private void end(byte[] frame) {
    closing = true;
    outbox.offer(Parcel.AT_ONCE, Parcel.Kind.CLOSE, frame);
    feed.leave(this);
    WebSocket opened = socket;
    if (opened != null && lets(Parcel.Kind.CLOSE)) {
      feed.timeline().afterReal(CLOSING, opened::close);
    }
  }

  @Override
  public void notice(Duration lead) {
    answer(feed.dialect().closing(lead));
    feed.timeline().after(lead, () -> close(ANNOUNCED, "maintenance"));
  }

  /** Number and client. */
  @Override
  public String toString() {
    return "Line[" + number + " of " + client + "]";
  }

  /**
   * Who opens a connection.
   *
   * @param client it speaks for, or empty
   * @param pass the token it has shown, or null
   * @param topics what it listens to
   */
  public record Visitor(String client, @Nullable Pass pass, Topics topics) {
    /** Somebody with a token and no topics yet. */
    public static Visitor of(Pass pass) {
      return new Visitor(pass.client(), pass, new Topics());
    }

    /** Somebody of whom nothing is known. */
    static Visitor stranger() {
      return new Visitor("", null, new Topics());
    }
  }
}
