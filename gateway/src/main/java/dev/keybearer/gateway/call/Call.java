package dev.keybearer.gateway.call;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Exchange;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.gateway.field.JudgedFields;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Verified;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: what came, and what the stages found out about it so far. Used by one
 * thread at a time, its loop or the thread that waits for it; whoever hands it over makes the other
 * see it.
 */
public final class Call {
  private final long id;
  private final long begun;
  private final Plan plan;
  private final Request request;
  private final Exchange exchange;
  private @Nullable Address client;
  private @Nullable JudgedFields fields;
  private @Nullable JudgedPath path;
  private @Nullable Way way;
  private @Nullable Verified caller;
  private @Nullable Token token;
  private @Nullable Refusal refusal;
  private @Nullable Refusal reported;
  private @Nullable Departure departure;
  private @Nullable Trace trace;
  private Handshake.@Nullable Wanted handshake;
  private @Nullable String place;
  private long left;
  private int retries;
  private boolean renewed;
  private boolean waited;
  private boolean provedAgain;

  /**
   * A call that begins.
   *
   * @param id random
   * @param begun nanoseconds on the monotonic clock
   */
  public Call(long id, long begun, Plan plan, Request request, Exchange exchange) {
    this.id = id;
    this.begun = begun;
    this.plan = plan;
    this.request = request;
    this.exchange = exchange;
    this.left = begun;
  }

  /** The name of the call, which its caller is told when it is refused. */
  public String id() {
    return HexFormat.of().toHexDigits(id);
  }

  /** When it began, on the monotonic clock. */
  public long begun() {
    return begun;
  }

  /** What the configuration said when it began. */
  public Plan plan() {
    return plan;
  }

  /** The head of the request as it came. */
  public Request request() {
    return request;
  }

  /** The wire's side of it. */
  public Exchange exchange() {
    return exchange;
  }

  /** Who called: the socket, until trusted proxies have been asked. */
  public Address client() {
    return client == null ? request.socket() : client;
  }

  /** Takes note of who called, as trusted proxies say. */
  public void comesFrom(Address newClient) {
    client = newClient;
  }

  /** Its header; there from the first stage on. */
  public JudgedFields fields() {
    return Objects.requireNonNull(fields);
  }

  /** Its path; there from the first stage on. */
  public JudgedPath path() {
    return Objects.requireNonNull(path);
  }

  /** Its path as far as it was judged, for those who record. */
  public @Nullable JudgedPath judgedPath() {
    return path;
  }

  /** Its header as far as it was judged, for those who record. */
  public @Nullable JudgedFields judgedFields() {
    return fields;
  }

  /** Takes note of what it is in the one spelling. */
  public void judged(JudgedFields newFields, JudgedPath newPath) {
    fields = newFields;
    path = newPath;
  }

  /** Where it goes; there once a route was found. */
  public Way way() {
    return Objects.requireNonNull(way);
  }

  /** Where it goes, or null as long as no route was found. */
  public @Nullable Way found() {
    return way;
  }

  /** Takes note of its route. */
  public void takes(Way newWay) {
    way = newWay;
  }

  /** The caller's token, or null when none was presented, or none that is good. */
  public @Nullable Verified caller() {
    return caller;
  }

  /** Takes note of who calls. */
  public void calledBy(Verified newCaller) {
    caller = newCaller;
  }

  /** Our token that goes with it, or null when none does. */
  public @Nullable Token token() {
    return token;
  }

  /** Takes note of the token that goes with it. */
  public void carries(Token newToken) {
    token = newToken;
  }

  /**
   * A refusal for what the caller brought: the end of the call, or only a note where its route says
   * so.
   */
  public Step object(Refusal objection) {
    if (!way().habits().reportOnly()) {
      return new Step.Refuse(objection);
    }
    reported = reported == null ? objection : reported;
    return Step.Next.NEXT;
  }

  /** What would have been refused, or null when nothing would. */
  public @Nullable Refusal reported() {
    return reported;
  }

  /** Takes note of how it was refused. */
  public void refused(Refusal newRefusal) {
    refusal = newRefusal;
  }

  /** How it was refused, or null when it was not. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** When it left for its upstream, by which that knows it; before that, when it began. */
  public long left() {
    return left;
  }

  /** Takes note of when it leaves. */
  public void leaves(long now) {
    left = now;
  }

  /** The request as it was sent last; there once it was sent. */
  public Departure departure() {
    return Objects.requireNonNull(departure);
  }

  /** The request as it was sent last, or null when it never was, for those who record. */
  public @Nullable Departure sent() {
    return departure;
  }

  /** Takes note of what is sent. */
  public void departs(Departure newDeparture) {
    departure = newDeparture;
  }

  /** Its part of a trace, or null when nobody follows it. */
  public @Nullable Trace trace() {
    return trace;
  }

  /** Takes note that somebody follows it. */
  public void follows(Trace newTrace) {
    trace = newTrace;
  }

  /**
   * The change to WebSocket that it asks for, or null when it asks for none that its route lets.
   */
  public Handshake.@Nullable Wanted handshake() {
    return handshake;
  }

  /** Takes note that it is to change to WebSocket. */
  public void shakes(Handshake.Wanted newHandshake) {
    handshake = newHandshake;
  }

  /** Under whose name it holds a place among the tunnels of its route, or null. */
  public @Nullable String place() {
    return place;
  }

  /** Takes note that it holds a place under that name. */
  public void holds(String caller) {
    place = caller;
  }

  /** How often it was sent again because no answer came. */
  public int retries() {
    return retries;
  }

  /** Takes note that it is sent again because no answer came. */
  public void retried() {
    retries++;
  }

  /** Whether its token was renewed because the upstream refused it. */
  public boolean isRenewed() {
    return renewed;
  }

  /** Takes note that its token was renewed because the upstream refused it. */
  public void renewed() {
    renewed = true;
  }

  /** Whether it was sent again with a nonce that the upstream had asked for. */
  public boolean isProvedAgain() {
    return provedAgain;
  }

  /** Takes note that it is sent again with a nonce that the upstream asks for. */
  public void provesAgain() {
    provedAgain = true;
  }

  /** Whether it has waited because the upstream asked for that. */
  public boolean hasWaited() {
    return waited;
  }

  /** Takes note that it waits because the upstream asks for that. */
  public void waits() {
    waited = true;
  }

  /** Its name and method. */
  @Override
  public String toString() {
    return "Call[" + id() + ", " + request.method() + "]";
  }
}
