package dev.keybearer.gateway.wire;

/** What a connection of a caller does. Used by its loop's thread only. */
sealed interface ClientState {
  /** What it does without an exchange. */
  enum Phase implements ClientState {
    IDLE,
    READING,
    LINGERING,
    CLOSED
  }

  /** It serves an exchange. */
  final class Serving implements ClientState {
    private final WireExchange exchange;
    private final boolean bodiless;
    private boolean whole;

    Serving(WireExchange exchange, boolean bodiless) {
      this.exchange = exchange;
      this.bodiless = bodiless;
    }

    WireExchange exchange() {
      return exchange;
    }

    /** Whether its header says that no body follows. */
    boolean bodiless() {
      return bodiless;
    }

    /** The whole request has come. */
    void whole() {
      whole = true;
    }

    boolean isWhole() {
      return whole;
    }
  }
}
