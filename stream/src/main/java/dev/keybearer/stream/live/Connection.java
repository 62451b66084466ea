package dev.keybearer.stream.live;

import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Dialled;
import dev.keybearer.stream.provider.Hearing;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One generation's connection, from the open socket to its end. Confined to the stream's mailbox.
 *
 * <pre>
 *   GREETING ──authenticated──▶ SUBSCRIBING ──all confirmed──▶ PROVING ──answer to a ping──▶ LIVE ──▶ ENDED
 * </pre>
 */
final class Connection implements Hearing {
  /** From an open socket to its proof; a provider that takes longer is tried again. */
  private static final Duration PROOF_WITHIN = Duration.ofSeconds(15);

  /** So many that only another connection brought, and it may have been silent for long. */
  static final int SUSPICIOUS = 3;

  final long generation;
  final Duration handshake;
  final Dialled dialled;
  final Attempt attempt;
  private final TimeSource time;
  private final Lines lines;
  private final Watcher watcher;
  private final Set<String> awaited;
  private Phase phase = Phase.GREETING;
  private Token token;
  private @Nullable Token offered;
  private final Pulse pulse;
  private Moment listening;
  private Moment brought;
  private int messages;
  private final long openedAt;
  private long offerEnds;
  private int owed;

  /**
   * A connection whose socket has just opened.
   *
   * @param handshake how long that took
   */
  Connection(Attempt attempt, Duration handshake, Lines lines, Watcher watcher) {
    this.generation = attempt.generation();
    this.attempt = attempt;
    this.token = attempt.token();
    this.handshake = handshake;
    this.dialled = lines.dialled();
    this.lines = lines;
    this.time = lines.around().time();
    this.watcher = watcher;
    this.awaited = new HashSet<>();
    attempt.topics().forEach(topic -> awaited.add(topic.name()));
    dialled.confirmed().forEach(awaited::remove);
    dialled.rejected().keySet().forEach(awaited::remove);
    Moment now = Moment.now(time);
    this.pulse = new Pulse(lines.plan().profile().heartbeat(), now);
    this.openedAt = now.nanos();
    this.listening = now;
    this.brought = now;
  }

  /** Says what is to be said on a socket that has just opened. */
  void begin() {
    dialled.rejected().forEach((topic, why) -> watcher.rejected(this, topic, why));
    String introduction =
        dialled.introduces() ? lines.plan().dialect().authenticate(attempt.token()) : null;
    if (introduction != null) {
      lines.socket().send(introduction);
    } else {
      subscribe();
    }
    lines.socket().request(Lines.WINDOW);
  }

  /** Another token is offered over the connection itself, to be taken within this time. */
  void offer(Token successor, Duration patience) {
    String frame = lines.plan().dialect().authenticate(successor);
    if (frame == null) {
      watcher.offerFailed(this, "its dialect has no words for a new token");
      return;
    }
    offered = successor;
    offerEnds = time.nanos() + patience.toNanos();
    lines.socket().send(frame);
  }

  /** Whether a token that was offered is neither taken nor refused yet. */
  boolean isOffering() {
    return offered != null;
  }

  /** A frame came at that moment. */
  void hear(String frame, Moment at) {
    if (phase == Phase.ENDED) {
      return;
    }
    if (phase == Phase.PARTING) { // what is still under way to it may be nobody else's
      lines.plan().dialect().read(frame, this);
      lines.socket().request(1);
      return;
    }
    pulse.felt(at);
    if (!frame.isEmpty()) {
      lines.plan().dialect().read(frame, this);
    }
    if (hasEnded()) {
      return;
    }
    if (watcher.isFull(this) && phase == Phase.LIVE) { // what proves it is never held up
      owed++;
    } else {
      lines.socket().request(1);
    }
  }

  /** A ping of the protocol was answered. */
  void answered(Moment at) {
    hear("", at);
    if (!hasEnded()) {
      prove();
    }
  }

  /** Looks at the clock. Nothing that has to be heard is waited for while it is deaf. */
  void tick(long now) {
    if (hasEnded() || isDeaf()) {
      return;
    }
    if (phase != Phase.LIVE && now - openedAt >= PROOF_WITHIN.toNanos()) {
      watcher.died(this, Death.silent("did not confirm its topics within " + PROOF_WITHIN));
    } else if (offered != null && now - offerEnds >= 0) {
      offered = null;
      watcher.offerFailed(this, "no answer to a new token");
    } else if (pulse.hasStopped(now)) {
      watcher.died(this, Death.silent("silent for " + Duration.ofNanos(now - heard().nanos())));
    } else if (pulse.isFaint(now)) {
      ping();
    }
  }

  /** When {@link #tick} has something to do, {@link Long#MAX_VALUE} for never. */
  long due() {
    if (isDeaf()) {
      return Long.MAX_VALUE;
    }
    long due = pulse.due();
    if (phase != Phase.LIVE) {
      due = Math.min(due, openedAt + PROOF_WITHIN.toNanos());
    }
    return offered == null ? due : Math.min(due, offerEnds);
  }

  /** Asks for a sign of life. */
  void ping() {
    pulse.asked(time.nanos());
    String frame = lines.plan().dialect().ping();
    if (frame != null) {
      lines.socket().send(frame);
    } else {
      lines.socket().ping();
    }
  }

  /** Asks for a sign of life, where it is known to have shown one and can be heard. */
  void question() {
    if (phase == Phase.LIVE && !isDeaf() && !pulse.isAsked()) {
      ping();
    }
  }

  /** Lets go of it: politely, and for good soon after. */
  void leave() {
    if (!hasEnded()) {
      readOn();
      phase = Phase.PARTING;
      lines.socket().close(1000);
      release();
    }
  }

  /** It is of no use any more. */
  void abort() {
    if (!hasEnded()) {
      phase = Phase.ENDED;
      lines.socket().abort();
      release();
    }
  }

  /** There is room again for what was not asked for meanwhile. */
  void readOn() {
    if (!hasEnded() && owed > 0) {
      lines.socket().request(owed);
      owed = 0;
      pulse.rest(); // answers may come behind much else
      offerEnds = Math.max(offerEnds, time.nanos() + PROOF_WITHIN.toNanos());
    }
  }

  /** Whether nothing is read from it, since there is no room. */
  private boolean isDeaf() {
    return owed >= Lines.WINDOW;
  }

  boolean isLive() {
    return phase == Phase.LIVE;
  }

  /** Whether nobody counts on it any more. */
  boolean hasEnded() {
    return phase == Phase.ENDED || phase == Phase.PARTING;
  }

  /** The token that counts for it now. */
  Token token() {
    return token;
  }

  /** When something was heard last. */
  Moment heard() {
    return pulse.heard();
  }

  /**
   * Whether it brings nothing any more while its successor does: it may have been so for long.
   * Beside other topics that means nothing.
   */
  boolean seemsSilentBeside(Connection successor) {
    return successor.messages >= SUSPICIOUS
        && !brought.isAfter(successor.listening)
        && attempt.topics().equals(successor.attempt.topics());
  }

  /** When it brought a message last. */
  Moment brought() {
    return brought;
  }

  long openedAt() {
    return openedAt;
  }

  /** Since when it listens to everything. */
  Moment listening() {
    return listening;
  }

  @Override
  public void message(Heard message) {
    brought = heard();
    messages++;
    watcher.heard(this, message);
  }

  @Override
  public void beat(@Nullable String cursor) {
    prove();
    if (cursor != null && phase == Phase.LIVE) {
      watcher.idle(this, cursor);
    }
  }

  @Override
  public void pong() {
    prove();
  }

  @Override
  public void authenticated() {
    Token taken = offered;
    if (taken != null) {
      offered = null;
      token = taken;
      watcher.renewed(this);
    } else if (phase == Phase.GREETING) {
      subscribe();
    }
  }

  @Override
  public void unauthenticated(String why) {
    if (offered != null) {
      offered = null;
      watcher.offerFailed(this, why);
      return;
    }
    watcher.died(this, new Death(Death.Kind.UNAUTHENTICATED, why, null));
  }

  @Override
  public void challenged() {
    watcher.challenged(this);
  }

  @Override
  public void subscribed(String topic, @Nullable String newest) {
    watcher.listens(this, topic, newest);
    confirmed(topic);
  }

  @Override
  public void rejected(String topic, String why) {
    watcher.rejected(this, topic, why);
    confirmed(topic);
  }

  @Override
  public void cursorExpired(String topic) {
    String after = watcher.expired(this, topic);
    if (after != null) {
      lines
          .plan()
          .dialect()
          .subscribe(List.of(topic), Map.of(topic, after))
          .forEach(lines.socket()::send);
    }
  }

  @Override
  public void closing(Duration lead) {
    watcher.noticed(this, lead);
  }

  @Override
  public void ended(String why) {
    watcher.died(this, new Death(Death.Kind.GONE, why, null));
  }

  private void subscribe() {
    phase = Phase.SUBSCRIBING;
    watcher.subscribing(this);
    if (!awaited.isEmpty()) {
      lines
          .plan()
          .dialect()
          .subscribe(List.copyOf(awaited), watcher.after(this))
          .forEach(lines.socket()::send);
    }
    proveNext();
  }

  private void confirmed(String topic) {
    if (phase == Phase.SUBSCRIBING && awaited.remove(topic)) {
      proveNext();
    }
  }

  private void proveNext() {
    if (awaited.isEmpty() && phase == Phase.SUBSCRIBING) {
      phase = Phase.PROVING;
      listensFromNow();
      ping();
    }
  }

  private void prove() {
    if (phase == Phase.PROVING) {
      phase = Phase.LIVE;
      if (!dialled.confirmed().isEmpty()) { // nobody said when such topics began to be sent here
        listensFromNow();
      }
      watcher.proved(this);
    }
  }

  /** Topics were confirmed with what was heard last, or with the opening of the socket. */
  private void listensFromNow() {
    listening = heard();
  }

  private void release() {
    lines.around().executor().execute(dialled.released());
  }

  private enum Phase {
    GREETING,
    SUBSCRIBING,
    PROVING,
    LIVE,
    /** We have said goodbye, and still hear what comes. */
    PARTING,
    ENDED
  }
}
