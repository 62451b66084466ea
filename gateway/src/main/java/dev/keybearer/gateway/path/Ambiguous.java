package dev.keybearer.gateway.path;

/** A path that recipients could read in more than one way. */
final class Ambiguous extends Exception {
  private static final long serialVersionUID = 1L;

  private final PathFault fault;

  /** Whoever sends such paths sends many: the stack, which says nothing, is not recorded. */
  Ambiguous(PathFault fault) {
    super(fault.words(), null, false, false);
    this.fault = fault;
  }

  PathFault fault() {
    return fault;
  }
}
