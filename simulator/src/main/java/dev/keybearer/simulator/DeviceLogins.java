package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import dev.keybearer.simulator.register.Entitlement;
import dev.keybearer.simulator.register.Ephemeral;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The devices that wait for a person to decide (RFC 8628). Opening the verification address decides
 * as the habits say; so do {@link #approve} and {@link #deny}. Intervals are counted in the world's
 * time. Safe for use by many threads.
 */
public final class DeviceLogins {
  private static final int CODE_BYTES = 24;
  private static final int USER_CODE_LENGTH = 8;

  /** RFC 8628 section 3.5: each slow_down adds five seconds. */
  private static final Duration SLOW_DOWN = Duration.ofSeconds(5);

  private final Authority authority;
  private final Issuance issuance;
  private final ClientDesk desk;
  private final Ephemeral<Device> byDevice = new Ephemeral<>();
  private final Ephemeral<Device> byPerson = new Ephemeral<>();

  DeviceLogins(Authority authority, Issuance issuance, ClientDesk desk) {
    this.authority = authority;
    this.issuance = issuance;
    this.desk = desk;
  }

  /** The user codes nobody has decided about yet. */
  public List<String> waiting() {
    List<String> codes = new ArrayList<>();
    byPerson.forEach(
        device -> {
          if (device.isWaiting(authority.now())) {
            codes.add(device.userCode);
          }
        });
    return codes;
  }

  /** A person says yes. */
  public void approve(String userCode, String user) {
    device(userCode).decide(user);
  }

  /** A person says no. */
  public void deny(String userCode) {
    device(userCode).decide("");
  }

  private Device device(String userCode) {
    Device device = byPerson.get(userCode);
    if (device == null) {
      throw new NoSuchElementException("no device waits under the code " + userCode);
    }
    return device;
  }

  /** The answer to a device that starts its login. */
  Answer start(Ask ask) {
    Form form = TokenEndpoint.form(ask);
    if (form == null) {
      return StandardDialect.error(Ruling.Refused.request("the body is not a form"), ask);
    }
    Caller caller = desk.caller(ask, form);
    if (caller instanceof Ruling.Refused refused) {
      return StandardDialect.error(refused, ask);
    }
    RegisteredClient client = ((Caller.Known) caller).client();
    Entitlement entitlement =
        issuance.entitlement(new GrantAsk(client, form, Ask.Twist.NONE), client.id());
    if (entitlement == null) {
      Ruling.Refused refused =
          Ruling.Refused.of("invalid_scope", "not registered for all of these");
      return StandardDialect.error(refused, ask);
    }
    return started(entitlement);
  }

  private Answer started(Entitlement entitlement) {
    Instant now = authority.now();
    Habits habits = authority.habits();
    String deviceCode = authority.register().random(CODE_BYTES);
    Device device = new Device(userCode(), entitlement, now.plus(habits.deviceLife()));
    device.interval = habits.deviceInterval();
    byDevice.put(deviceCode, device, device.ends, now);
    byPerson.put(device.userCode, device, device.ends, now);
    ObjectNode body = Json.object();
    String page = authority.issuer() + "/device";
    body.put("device_code", deviceCode).put("user_code", device.userCode);
    body.put("verification_uri", page);
    body.put("verification_uri_complete", page + "?user_code=" + device.userCode);
    body.put("expires_in", habits.deviceLife().toSeconds());
    body.put("interval", habits.deviceInterval().toSeconds());
    return StandardDialect.unstored(Json.answer(200, body));
  }

  /** Eight letters without those that look like digits. */
  private String userCode() {
    StringBuilder code = new StringBuilder();
    while (code.length() < USER_CODE_LENGTH) {
      authority
          .register()
          .random(USER_CODE_LENGTH)
          .chars()
          .filter(letter -> "BCDFGHJKLMNPQRSTVWXZ".indexOf(letter) >= 0)
          .forEach(letter -> code.append((char) letter));
    }
    return code.substring(0, USER_CODE_LENGTH / 2)
        + "-"
        + code.substring(USER_CODE_LENGTH / 2, USER_CODE_LENGTH);
  }

  /** The page a person opens: deciding takes no further click. */
  Answer page(Ask ask) {
    Device device = byPerson.get(ask.queryForm().text("user_code"));
    if (device == null) {
      return Answer.of(404, "text/plain", "no device waits under this code");
    }
    String user = authority.habits().user();
    device.decide(user == null ? "" : user);
    return Answer.of(200, "text/plain", user == null ? "denied" : "approved by " + user);
  }

  /** The grant a device polls. */
  Ruling rule(GrantAsk ask) {
    Device device = byDevice.get(ask.text("device_code"));
    if (device == null || !device.entitlement.client().equals(ask.client().id())) {
      return Ruling.Refused.grant("the device code is unknown");
    }
    return device.poll(ask, authority.now(), issuance);
  }

  /** One device; its own lock guards what changes. */
  private static final class Device {
    private final String userCode;
    private final Entitlement entitlement;
    private final Instant ends;
    private Duration interval = SLOW_DOWN;
    private @Nullable Instant polled;

    /** Who approved, empty for nobody, null while undecided. */
    private @Nullable String decision;

    private boolean redeemed;

    Device(String userCode, Entitlement entitlement, Instant ends) {
      this.userCode = userCode;
      this.entitlement = entitlement;
      this.ends = ends;
    }

    synchronized boolean isWaiting(Instant now) {
      return decision == null && now.isBefore(ends);
    }

    synchronized void decide(String user) {
      decision = user;
    }

    synchronized Ruling poll(GrantAsk ask, Instant now, Issuance issuance) {
      if (!now.isBefore(ends)) {
        return Ruling.Refused.of("expired_token", "nobody decided in time");
      }
      if (decision == null) {
        return pending(now);
      }
      if (decision.isEmpty()) {
        return Ruling.Refused.of("access_denied", "the person said no");
      }
      if (redeemed) {
        return Ruling.Refused.grant("the device code was redeemed before");
      }
      redeemed = true;
      Entitlement approved =
          new Entitlement(
              entitlement.client(), decision, entitlement.scopes(), entitlement.audience(), null);
      return issuance.first(GrantType.DEVICE_CODE, ask, approved);
    }

    private Ruling pending(Instant now) {
      boolean early = polled != null && now.isBefore(polled.plus(interval));
      polled = now;
      if (early) {
        interval = interval.plus(SLOW_DOWN);
        return Ruling.Refused.of("slow_down", "the interval is now " + interval.toSeconds() + " s");
      }
      return Ruling.Refused.of("authorization_pending", "nobody has decided yet");
    }
  }
}
