package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Course;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.Exchange;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.wire.ExchangeState.Held;
import dev.keybearer.gateway.wire.ExchangeState.Passing;
import dev.keybearer.gateway.wire.ExchangeState.Phase;
import dev.keybearer.gateway.wire.ExchangeState.Sending;
import dev.keybearer.gateway.wire.ExchangeState.Tunnelling;
import dev.keybearer.gateway.wire.message.AnswerHead;
import dev.keybearer.gateway.wire.message.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Used by its loop's thread only.
 *
 * <pre>
 *               ┌──────────────── answered here ─────────────────┐
 *               │                                                ▼
 *   Deciding ───┴─▶ Connecting ──▶ Sending ──head──▶ Held ──▶ Passing ──▶ Over
 *       ▲               │             │               ││                   ▲
 *       └───── no answer comes ───────┘◀── once more ─┘└────▶ Tunnelling ──┘
 * </pre>
 *
 * While it decides, nothing more of the body is read; while an answer is held, nothing more of
 * that. Each side is read only as fast as the other takes it.
 */
final class WireExchange implements Exchange, Pool.Taker, Served {
  private final ClientSide client;
  private final Heads.Caller caller;
  private final RequestBody body = new RequestBody();
  private final SentAnswer sent;
  private final Pace pace;
  private @Nullable Course course;
  private @Nullable Attempt attempt;
  private ExchangeState state = Phase.DECIDING;

  WireExchange(ClientSide client, Heads.Caller caller) {
    this.client = client;
    this.caller = caller;
    this.sent = new SentAnswer(client, caller);
    this.pace = new Pace(client, body);
  }

  void begin(Course newCourse) {
    course = newCourse;
    newCourse.begin();
  }

  @Override
  public void answer(Answer answer) {
    if (state == Phase.OVER) {
      return;
    }
    letGoOfUpstream();
    finish(sent.own(answer, isLast()));
  }

  /** Whether no other request may come on its connection. */
  private boolean isLast() {
    return !body.isWhole() || client.loop().isDraining();
  }

  @Override
  public void send(Departure newDeparture) {
    if (state != Phase.OVER) {
      letGoOfUpstream();
      attempt = Attempt.of(newDeparture, attempt);
      if (body.length() > newDeparture.bounds().most()) {
        spoilt(UpstreamFault.bodyTooLong(newDeparture.bounds().most()));
      } else {
        connect(newDeparture);
      }
    }
  }

  @Override
  public void drop() {
    if (state != Phase.OVER) {
      letGoOfUpstream();
    }
  }

  private void connect(Departure leaving) {
    body.rewind(leaving);
    state = Phase.CONNECTING;
    client.loop().pool(leaving.to()).acquire(this);
  }

  @Override
  public void pass(List<Field> set) {
    if (!(state instanceof Held holding)) {
      return;
    }
    body.keepNoMore();
    boolean keep = sent.begin(holding.answer().head(), set, isLast());
    state = new Passing(holding.upstream(), keep);
    pace.moved();
    for (HttpContent part : holding.answer().take()) {
      content(part, part instanceof LastHttpContent);
    }
    if (!(state instanceof Passing passing) || !holding.answer().isSettled()) {
      return; // what comes in the same go is sent in the same go
    }
    client.flush();
    if (holding.answer().isCutOff()) {
      abort(How.UPSTREAM_BROKE);
    } else {
      passing.upstream().readFor(client);
    }
  }

  @Override
  public boolean mayTunnel() {
    return !caller.old() && client.mayPass();
  }

  @Override
  public void tunnel(TunnelTerms terms) {
    if (!(state instanceof Held holding) || !client.mayPass()) {
      spoilt(UpstreamFault.bodyBroken()); // what has come was read as no frame
      return;
    }
    body.keepNoMore();
    sent.switching(holding.answer().head(), terms.set());
    state = new Tunnelling(new Tunnel(this, client, holding.upstream(), terms));
  }

  /** The tunnel was ended here; its caller has been told why. */
  void tunnelled(How how) {
    end(how);
    client.finished(false, false);
  }

  @Override
  public boolean isReplayable() {
    return body.isReplayable();
  }

  @Override
  public boolean isOver() {
    return state == Phase.OVER;
  }

  @Override
  public void run(Runnable task) {
    client.loop().events().execute(task);
  }

  /** A part of the body has come; the last one may be empty. */
  void bodyPart(ByteBuf part, boolean last) {
    if (state == Phase.OVER) {
      part.release();
      return;
    }
    body.add(part);
    if (last) {
      body.end();
    }
    if (attempt != null && body.length() > leaving().bounds().most()) {
      spoilt(UpstreamFault.bodyTooLong(leaving().bounds().most()));
      return;
    }
    UpstreamConnection upstream = state.taker();
    if (upstream != null) {
      body.sendTo(upstream);
      pace.moved();
    }
  }

  /** The body is none that is taken; told in the middle of an answer it can only be cut off. */
  void spoilt(UpstreamFault fault) {
    if (state instanceof Passing) {
      abort(How.CALLER_BROKE);
    } else if (state != Phase.OVER) {
      letGoOfUpstream();
      course().failed(fault);
    }
  }

  /** Everything that came in one go has been taken. */
  void clientRead() {
    UpstreamConnection upstream = state.taker();
    if (upstream != null) {
      upstream.flush();
      readBody(upstream);
    }
  }

  private void readBody(UpstreamConnection upstream) {
    if (!body.isWhole()) {
      client.readFor(upstream);
    }
  }

  /** The caller takes more again. */
  void clientWritable() {
    if (state instanceof Passing passing) {
      pace.moved();
      passing.upstream().readFor(client);
    }
  }

  /** The caller has left. */
  void clientGone(How how) {
    if (state instanceof Tunnelling tunnelling) {
      end(tunnelling.tunnel().clientGone(how));
    } else if (state != Phase.OVER) {
      abandonUpstream();
      end(how);
    }
  }

  @Override
  public boolean isWanting() {
    return state == Phase.CONNECTING;
  }

  @Override
  public void taken(UpstreamConnection upstream) {
    state = new Sending(upstream);
    pace.moved();
    upstream.serve(this, caller.head(), leaving().upgrades());
    upstream.write(leaving());
    body.sendTo(upstream);
    upstream.flush();
    readBody(upstream);
  }

  @Override
  public void none(UpstreamFault fault) {
    state = Phase.DECIDING;
    course().failed(fault);
  }

  @Override
  public void informed(AnswerHead head) {
    if (state instanceof Sending) {
      sent.inform(head);
    }
  }

  @Override
  public void head(AnswerHead head) {
    if (state instanceof Sending sending) {
      state = new Held(sending.upstream(), new HeldAnswer(head));
      course().answered(head);
    }
  }

  @Override
  public void content(HttpContent content, boolean last) {
    if (state instanceof Held holding) {
      holding.answer().add(content);
      return;
    }
    if (state instanceof Tunnelling tunnelling) {
      content.release();
      tunnelling.tunnel().open();
      return;
    }
    if (!(state instanceof Passing passing)) {
      content.release();
      return;
    }
    pace.moved();
    sent.part(content);
    if (last) {
      client.flush();
      passing.upstream().done(body.isSent());
      finish(passing.keepAlive());
    }
  }

  @Override
  public void upstreamRead() {
    switch (state) {
      case Passing passing -> {
        client.flush();
        passing.upstream().readFor(client);
      }
      case Sending sending -> sending.upstream().read();
      case Held holding -> holding.answer().settle();
      case Tunnelling _, Phase _ -> {}
    }
  }

  @Override
  public void upstreamWritable() {
    UpstreamConnection upstream = state.taker();
    if (upstream != null) {
      readBody(upstream);
    }
  }

  @Override
  public void broken(UpstreamFault fault) {
    switch (state) {
      case Sending sending -> unanswered(sending.upstream(), fault);
      case Held holding -> holding.answer().cutOff();
      case Passing _ -> abort(How.UPSTREAM_BROKE);
      case Tunnelling tunnelling -> {
        How how = tunnelling.tunnel().upstreamGone();
        if (how != null) {
          tunnelled(how);
        }
      }
      case Phase _ -> {}
    }
  }

  private void unanswered(UpstreamConnection upstream, UpstreamFault fault) {
    boolean afresh = attempt().goesAfresh(upstream, fault, body);
    if (afresh) {
      client.loop().pool(leaving().to()).distrust();
    }
    if (afresh && !leaving().isProved()) {
      connect(leaving());
      return;
    }
    state = Phase.DECIDING;
    course().failed(afresh ? UpstreamFault.stale(leaving().to()) : fault);
  }

  /** Ends what takes too long. */
  void tick(long now) {
    if (state instanceof Tunnelling tunnelling) {
      tunnelling.tunnel().tick(now);
      return;
    }
    switch (pace.late(state, attempt, now)) {
      case NOBODY -> {}
      case CALLER -> abort(How.CALLER_SLOW);
      case UPSTREAM -> abort(How.UPSTREAM_BROKE);
      case SILENT -> {
        abandonUpstream();
        course().failed(UpstreamFault.silent(leaving().to()));
      }
    }
  }

  /** The exchange is over and the connection to its caller with it. */
  private void abort(How how) {
    abandonUpstream();
    end(how);
    client.cutOff(how);
  }

  private void finish(boolean keepAlive) {
    end(How.WHOLE);
    client.finished(keepAlive, body.isWhole());
  }

  private void end(How how) {
    Ending ending =
        state instanceof Tunnelling tunnelling
            ? tunnelling.tunnel().ending(how)
            : sent.ending(how, body.length());
    state = Phase.OVER;
    body.release();
    course().ended(ending);
  }

  private void letGoOfUpstream() {
    ExchangeState left = state;
    state = Phase.DECIDING;
    left.letGo(body.isSent());
  }

  private void abandonUpstream() {
    ExchangeState before = state;
    state = Phase.DECIDING;
    before.abandon();
  }

  private Departure leaving() {
    return attempt().departure();
  }

  private Attempt attempt() {
    return Objects.requireNonNull(attempt, "nobody is asked before it is sent");
  }

  private Course course() {
    return Objects.requireNonNull(course, "nothing is decided before it begins");
  }
}
