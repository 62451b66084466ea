package dev.keybearer.gateway.health;

import java.util.List;

/**
 * How it stands with the gateway at one moment.
 *
 * @param judging whether the keys of all issuers that are accepted can be had
 * @param total of all credentials that there ever were
 */
record Report(
    boolean judging,
    Tally total,
    List<Patient> patients,
    List<StreamState> streams,
    Anomaly anomaly) {
  boolean isHealthy() {
    boolean listening = streams.stream().allMatch(StreamState::healthy);
    return judging && listening && isCacheValid() && !anomaly.isThere();
  }

  /** Whether there is a usable token for each credential that anybody ever asked for. */
  boolean isCacheValid() {
    return patients.stream().allMatch(Patient::isCacheValid);
  }

  /** One credential. */
  record Patient(CredentialState state, Tally tally) {
    boolean isCacheValid() {
      return state.usable() || !state.needed();
    }
  }
}
