package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import dev.keybearer.simulator.http.Handler;
import dev.keybearer.simulator.jose.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The world's own port, through which programs in any language script and watch it. */
final class ControlSite {
  private static final String CLIENTS = "/control/clients/";
  private static final String DEVICES = "/control/devices/";

  private final World world;
  private final ControlChanges changes = new ControlChanges();
  private final ControlStreams streams;

  ControlSite(World world) {
    this.world = world;
    this.streams = new ControlStreams(world);
  }

  Handler handler() {
    return ask -> {
      try {
        return answer(ask);
      } catch (NoSuchElementException e) {
        return problem(404, e);
      } catch (RuntimeException e) {
        return problem(400, e);
      }
    };
  }

  private static Answer problem(int status, RuntimeException why) {
    return Json.answer(status, Json.object().put("error", String.valueOf(why.getMessage())));
  }

  private Answer answer(Ask ask) {
    String what = ask.method() + " " + ask.path();
    if (what.startsWith("POST " + CLIENTS)) {
      return client(ask);
    }
    if (what.startsWith("POST " + DEVICES)) {
      return device(ask);
    }
    return switch (what) {
      case "GET /control/state" -> Json.answer(200, state());
      case "POST /control/clock" -> clock(new Sent(ask));
      case "POST /control/faults" -> faults(new Sent(ask));
      case "DELETE /control/faults" -> clearFaults(ask.queryForm());
      case "POST /control/habits" -> habits(new Sent(ask));
      case "POST /control/hosts" -> hosts(new Sent(ask));
      case "POST /control/keys" -> keys(new Sent(ask));
      case "POST /control/tokens" -> tokens(new Sent(ask));
      case "GET /control/streams" -> Json.answer(200, streams.state());
      case "POST /control/streams" -> streams(new Sent(ask));
      case "POST /control/streams/judge" -> Json.answer(200, streams.judge(new Sent(ask)));
      case "GET /control/referee" -> Json.answer(200, referee(ask.queryForm()));
      case "DELETE /control/referee" -> clearReferee(ask.queryForm());
      default -> throw new NoSuchElementException("nothing is at " + what);
    };
  }

  private Answer clock(Sent sent) {
    sent.onlyOf("advance", "set", "scale");
    sent.ifSent("advance", text -> world.clock().advance(Duration.parse(text)));
    sent.ifSent("set", text -> world.clock().set(Instant.parse(text)));
    sent.ifSent("scale", text -> world.clock().scale(Double.parseDouble(text)));
    return done();
  }

  private Answer faults(Sent sent) {
    changes.script(world.part(sent.text("at")).faults(), sent);
    return done();
  }

  private Answer clearFaults(Form query) {
    world.part(query.text("at")).faults().clear();
    return done();
  }

  private Answer habits(Sent sent) {
    changes.habits(world.host(sent.text("at")).habits(), sent);
    return done();
  }

  private Answer hosts(Sent sent) {
    sent.onlyOf("at", "listening");
    SimulatedPart part = world.part(sent.text("at"));
    if (sent.isTrue("listening")) {
      part.start();
    } else {
      part.stop();
    }
    return done();
  }

  private Answer keys(Sent sent) {
    sent.onlyOf("at", "use", "roll", "withdraw");
    SigningKeys keys = world.existingIssuer(sent.text("at")).keys();
    sent.ifSent("use", name -> keys.use(algorithm(name)));
    sent.ifSent("roll", name -> keys.roll(algorithm(name)));
    sent.ifSent("withdraw", keys::withdraw);
    return done();
  }

  private static Algorithm algorithm(String name) {
    return Algorithm.parse(name)
        .orElseThrow(() -> new IllegalArgumentException("no algorithm is called " + name));
  }

  private Answer tokens(Sent sent) {
    sent.onlyOf("at", "revoke");
    world.host(sent.text("at")).revoke(sent.text("revoke"));
    return done();
  }

  private Answer streams(Sent sent) {
    streams.act(sent);
    return Json.answer(200, streams.state());
  }

  /** {@code /control/clients/HOST/ID} or {@code …/ID/secrets}. */
  private Answer client(Ask ask) {
    String rest = ask.path().substring(CLIENTS.length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new NoSuchElementException("the path is /control/clients/HOST/ID[/secrets]");
    }
    SimulatedHost host = world.host(rest.substring(0, slash));
    String id = rest.substring(slash + 1);
    Sent sent = new Sent(ask);
    if (id.endsWith("/secrets")) {
      sent.onlyOf("accepted");
      String owner = id.substring(0, id.length() - "/secrets".length());
      host.client(Form.decode(owner)).secrets(sent.texts("accepted"));
    } else {
      changes.client(host.client(Form.decode(id)), sent);
    }
    return done();
  }

  /** {@code /control/devices/ISSUER/USER-CODE}. */
  private Answer device(Ask ask) {
    String rest = ask.path().substring(DEVICES.length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new NoSuchElementException("the path is /control/devices/ISSUER/USER-CODE");
    }
    DeviceLogins devices = world.existingIssuer(rest.substring(0, slash)).devices();
    String code = rest.substring(slash + 1);
    Sent sent = new Sent(ask);
    sent.onlyOf("approve", "deny");
    sent.ifSent("approve", user -> devices.approve(code, user));
    sent.ifSent("deny", yes -> devices.deny(code));
    return done();
  }

  private Answer done() {
    return Json.answer(200, state());
  }

  private ObjectNode state() {
    ObjectNode state = Json.object();
    state.put("now", world.clock().instant().toString()).put("scale", world.clock().scale());
    ObjectNode hosts = state.putObject("hosts");
    world
        .parts()
        .forEach(
            part -> {
              ObjectNode shown = hosts.putObject(part.name());
              ObjectNode addresses = shown.putObject("addresses");
              part.addresses().forEach((what, uri) -> addresses.put(what, uri.toString()));
              shown.put("requests", part.referee().count());
              shown.set("faults", Json.array(part.faults().pending()));
            });
    return state;
  }

  private ObjectNode referee(Form query) {
    Referee referee = world.part(query.text("at")).referee();
    String endpoint = query.text("endpoint");
    ObjectNode body = Json.object();
    ObjectNode counts = body.putObject("counts");
    new TreeMap<>(referee.counts()).forEach((where, count) -> counts.put(where.name(), count));
    ArrayNode requests = body.putArray("requests");
    for (RecordedRequest request : referee.requests()) {
      if (endpoint.isEmpty() || request.endpoint().name().equals(endpoint)) {
        requests.add(shown(request));
      }
    }
    return body;
  }

  /** Without headers and body: those hold secrets, and this port asks nobody who they are. */
  private static JsonNode shown(RecordedRequest request) {
    ObjectNode shown = Json.object();
    shown.put("endpoint", request.endpoint().name()).put("method", request.method());
    shown.put("path", request.path()).put("at", request.instant().toString());
    shown.put("status", request.status()).put("fault", request.fault());
    shown.put("grant_type", request.form().get("grant_type"));
    return shown;
  }

  private Answer clearReferee(Form query) {
    world.part(query.text("at")).referee().clear();
    return done();
  }
}
