package dev.keybearer.gateway.meter;

/** What somebody else counts and is asked for whenever metrics are read. */
public enum Reading {
  /** Calls that wait for keys, a token or their turn. */
  WAITING_CALLS("keybearer.waiting.calls", Kind.LEVEL, "Calls that wait elsewhere than on a loop"),
  /** Connections of callers. */
  CLIENT_CONNECTIONS(
      "keybearer.client.connections", Kind.LEVEL, "Connections of callers that are open"),
  /** Connections to upstreams. */
  UPSTREAM_CONNECTIONS(
      "keybearer.upstream.connections", Kind.LEVEL, "Connections to upstreams that are open"),
  /** Connections to upstreams that nobody uses at the moment. */
  IDLE_CONNECTIONS(
      "keybearer.idle.connections", Kind.LEVEL, "Connections to upstreams that are not in use"),
  /** Connections of callers that changed to WebSocket. */
  TUNNELS("keybearer.tunnels", Kind.LEVEL, "Connections of callers that changed to WebSocket"),
  /** Connections of callers that were closed at once. */
  TURNED_AWAY(
      "keybearer.turned.away", Kind.TOTAL, "Connections closed because there were too many"),
  /** Handshakes of callers that came to nothing. */
  HANDSHAKES_FAILED(
      "keybearer.handshakes.failed", Kind.TOTAL, "TLS handshakes of callers that came to nothing"),
  /** Entries that the ledger lost. */
  ENTRIES_LOST("keybearer.entries.lost", Kind.TOTAL, "Entries that the ledger could not take"),
  /** Lines that the access log lost. */
  LINES_LOST("keybearer.access.lines.lost", Kind.TOTAL, "Lines that the access log could not take"),
  /** Security events that nobody was told of. */
  SECURITY_EVENTS_SHED(
      "keybearer.security.events.shed", Kind.TOTAL, "Refusals that came too fast to be told"),
  /** Lines that the security log lost. */
  SECURITY_LINES_LOST(
      "keybearer.security.lines.lost", Kind.TOTAL, "Lines that the security log could not take"),
  /** Whether addresses can be placed. */
  PLACES_READY(
      "keybearer.places.ready",
      Kind.LEVEL,
      "1 when there is a database of places, 0 when it cannot be read, NaN when none is named"),
  /** Addresses that a damaged database could not place. */
  PLACES_FAILED(
      "keybearer.places.failed", Kind.TOTAL, "Addresses that a damaged database could not place"),
  /** Early ends that are remembered. */
  REVOCATIONS("keybearer.revocations", Kind.LEVEL, "Early ends that are remembered"),
  /** How far this process is behind the others, in seconds. */
  REVOCATION_LAG(
      "keybearer.revocation.lag", Kind.SECONDS, "How old the newest early end known here may be");

  private final String meter;
  private final Kind kind;
  private final String words;

  Reading(String meter, Kind kind, String words) {
    this.meter = meter;
    this.kind = kind;
    this.words = words;
  }

  String meter() {
    return meter;
  }

  Kind kind() {
    return kind;
  }

  /** What it is, for people. */
  String words() {
    return words;
  }

  /** What becomes of its number. */
  enum Kind {
    /** It goes up and down. */
    LEVEL,
    /** It only goes up. */
    TOTAL,
    /** It goes up and down, and is a time. */
    SECONDS
  }
}
