package dev.keybearer.gateway.wire.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A request that recipients may read in several ways, and what has to become of it.
 *
 * @param claim what is odd about it
 * @param octets one a character
 * @param fate what has to become of it
 */
public record HostileRequest(String claim, String octets, Fate fate) {
  /** Behind a hostile request this one is never to be found by anybody. */
  public static final String SMUGGLED = "GET /public/smuggled HTTP/1.1\r\nHost: api\r\n\r\n";

  @Override
  public String toString() {
    return claim;
  }

  static HostileRequest refused(int status, String claim, String octets) {
    return new HostileRequest(claim, octets, new Fate.Refused(status));
  }

  static HostileRequest denied(int status, String claim, String octets) {
    return new HostileRequest(claim, octets, new Fate.Denied(status, List.of()));
  }

  /** Denied with these fields in the answer. */
  HostileRequest telling(String... fields) {
    Fate.Denied denied = (Fate.Denied) fate;
    return new HostileRequest(claim, octets, new Fate.Denied(denied.status(), List.of(fields)));
  }

  static HostileRequest sent(String line, String claim, String octets) {
    return new HostileRequest(claim, octets, new Fate.Sent(line, List.of(), List.of(), "", true));
  }

  /** Sent with these fields, as they stand in the header. */
  HostileRequest with(String... fields) {
    Fate.Sent sent = (Fate.Sent) fate;
    List<String> all = new ArrayList<>(sent.fields());
    all.addAll(List.of(fields));
    return new HostileRequest(
        claim,
        octets,
        new Fate.Sent(sent.line(), all, sent.absent(), sent.body(), sent.keptAlive()));
  }

  /** Sent without any field of these names. */
  HostileRequest without(String... names) {
    Fate.Sent sent = (Fate.Sent) fate;
    return new HostileRequest(
        claim,
        octets,
        new Fate.Sent(sent.line(), sent.fields(), List.of(names), sent.body(), sent.keptAlive()));
  }

  /** Sent with this body. */
  HostileRequest body(String body) {
    Fate.Sent sent = (Fate.Sent) fate;
    return new HostileRequest(
        claim,
        octets,
        new Fate.Sent(sent.line(), sent.fields(), sent.absent(), body, sent.keptAlive()));
  }

  /** Nothing behind it is served. */
  HostileRequest last() {
    Fate.Sent sent = (Fate.Sent) fate;
    return new HostileRequest(
        claim,
        octets,
        new Fate.Sent(sent.line(), sent.fields(), sent.absent(), sent.body(), false));
  }

  /** What becomes of it. */
  public sealed interface Fate {
    /** The upstream sees nothing, and the connection ends behind the answer. */
    record Refused(int status) implements Fate {}

    /** The upstream sees nothing, and the connection serves what follows. */
    record Denied(int status, List<String> fields) implements Fate {}

    /**
     * The upstream sees exactly this.
     *
     * @param absent names of fields that it does not see
     * @param keptAlive whether the connection serves what follows
     */
    record Sent(
        String line, List<String> fields, List<String> absent, String body, boolean keptAlive)
        implements Fate {}
  }
}
