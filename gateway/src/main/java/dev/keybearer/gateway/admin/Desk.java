package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.Acts.Action;
import dev.keybearer.gateway.admin.Page.Access;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.gateway.path.PathJudgement;
import dev.keybearer.gateway.route.RouteTable;
import dev.keybearer.gateway.route.Routing;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where every request arrives. The order: guard, path, entrance, route, role, body, work. Safe for
 * use by many threads.
 */
final class Desk {
  private static final System.Logger LOG = System.getLogger(Desk.class.getName());

  private static final Refusal BUG = Refusal.of(500, "bug", "a bug: its call is in the log");
  private static final Refusal BUSY =
      Refusal.of(503, "busy", "as many requests as may be are worked on: try again")
          .with("Retry-After", "1");
  private static final Refusal TOO_LONG =
      Refusal.of(414, "invalid_request", "a path of at most " + Bounds.TARGET + " characters");
  private static final Refusal QUERY =
      Refusal.badRequest("no query is expected, least of all a token in one");
  private static final Refusal NO_ROUTE = Refusal.of(404, "not_found", "there is no such page");
  private static final Refusal NO_METHOD =
      Refusal.of(405, "method_not_allowed", "the field Allow says what that page is asked with");

  private final Entrance entrance;
  private final RouteTable<Page> routes;
  private final Effects effects;
  private final Semaphore seats;
  private volatile Settings settings;

  private Desk(Ports ports, Bounds bounds, Settings settings, Opening opening) {
    this.settings = settings;
    this.entrance = new Entrance(ports.time());
    this.effects = new Effects(ports.acts(), ports.time());
    this.routes = opening.routes(ports.operations(), effects, ports.time());
    this.seats = new Semaphore(bounds.requests());
  }

  /** Answers everything that can be asked. */
  static Desk ofAll(Ports ports, Bounds bounds, Settings settings) {
    return new Desk(
        ports,
        bounds,
        settings,
        (operations, effects, time) ->
            Routes.of(new Views(operations), new Operating(operations, effects, time)));
  }

  /** Hands out tokens and nothing else. */
  static Desk ofTokens(Ports ports, Bounds bounds, Settings settings) {
    return new Desk(
        ports,
        bounds,
        settings,
        (operations, effects, time) -> Routes.ofTokens(new Operating(operations, effects, time)));
  }

  void use(Settings next) {
    settings = next;
  }

  /** The outermost place that sees a bug. */
  Reply answer(Request request) throws IOException {
    String call = name();
    try {
      return guarded(call, request);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "admin call " + call + " met a bug", e);
      return BUG.reply(call);
    }
  }

  /** Says no to what is no request. */
  Reply refuse(Refusal refusal) {
    return refusal.reply(name());
  }

  private static String name() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private Reply guarded(String call, Request request) throws IOException {
    Settings now = settings;
    Refusal refusal = now.guard().judge(request.method(), request.fields());
    if (refusal != null) {
      return refusal.reply(call);
    }
    String target = request.target();
    if (target.length() > Bounds.TARGET) {
      return TOO_LONG.reply(call);
    }
    return switch (JudgedPath.parse(target)) {
      case PathJudgement.Refused refused ->
          Refusal.badRequest("that path is not taken: " + refused.fault().words()).reply(call);
      case JudgedPath path when path.query() != null -> QUERY.reply(call);
      case JudgedPath path -> routed(new Visit(call, request, path), now.clients());
    };
  }

  private Reply routed(Visit visit, Clients clients) throws IOException {
    Routing<Page> routing = routes.find(visit.request().method(), null, visit.path());
    if (routing instanceof Routing.To<Page>(var route) && route.target().access() == Access.OPEN) {
      visit.enter(clients.isEmpty() ? Visitor.LOCAL : Visitor.NOBODY);
      return work(visit, route.target());
    }
    return switch (entrance.enter(clients, visit.request())) {
      case Entry.Denied denied -> denied(visit, denied);
      case Visitor visitor -> {
        visit.enter(visitor);
        yield entered(visit, routing);
      }
    };
  }

  private Reply denied(Visit visit, Entry.Denied denied) {
    if (denied.guessed()) {
      effects.denied(visit.act(Action.ADMIN_LOGIN_FAILED, "admin"));
    }
    return denied.refusal().reply(visit.call());
  }

  private Reply entered(Visit visit, Routing<Page> routing) throws IOException {
    return switch (routing) {
      case Routing.NoRoute<Page> _ -> NO_ROUTE.reply(visit.call());
      case Routing.NoMethod<Page> other ->
          NO_METHOD.with("Allow", other.allow()).reply(visit.call());
      case Routing.To<Page> to -> permitted(visit, to.route().target());
    };
  }

  private Reply permitted(Visit visit, Page page) throws IOException {
    Refusal refusal = page.judge(visit);
    if (refusal != null) {
      Action action = page.action();
      if (action != null) {
        effects.denied(visit.act(action, visit.path().path()));
      }
      return refusal.reply(visit.call());
    }
    if (!seats.tryAcquire()) {
      return BUSY.reply(visit.call());
    }
    try {
      return work(visit, page);
    } finally {
      seats.release();
    }
  }

  private static Reply work(Visit visit, Page page) throws IOException {
    try {
      if (page.access() == Access.OPERATE) {
        visit.read();
      }
      Spell spell = Exchanges.spell();
      spell.leaveWire();
      try {
        return page.work().answer(visit);
      } finally {
        spell.enterWire();
      }
    } catch (BadRequest bad) {
      return bad.refusal().reply(visit.call());
    }
  }

  /** Makes the routes of a desk. */
  @FunctionalInterface
  private interface Opening {
    RouteTable<Page> routes(Operations operations, Effects effects, TimeSource time);
  }
}
