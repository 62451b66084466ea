/** The simulated outside: issuers and APIs with scripted faults and a movable clock. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.simulator {
  requires static transitive org.jspecify;
  requires static org.junit.jupiter.api;
  requires tools.jackson.databind;

  exports dev.keybearer.simulator;
  exports dev.keybearer.simulator.jose;
  exports dev.keybearer.simulator.junit;
  exports dev.keybearer.simulator.stream;
  exports dev.keybearer.simulator.tls;
}
