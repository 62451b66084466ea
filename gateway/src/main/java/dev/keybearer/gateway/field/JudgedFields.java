package dev.keybearer.gateway.field;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header that everybody reads alike, taken apart. Its text form shows no value.
 *
 * @param host what the request is for
 * @param authorization the value of the one such field, or null; it is not among those that go on
 * @param credentials what that value carries, or null when there is none
 * @param proofs the values of all {@code DPoP} fields; they are not among those that go on
 * @param body where the body ends; the fields that said so are not among those that go on
 * @param passing the fields that go on to an upstream, in their order
 */
public record JudgedFields(
    Host host,
    @Nullable String authorization,
    @Nullable Credentials credentials,
    List<String> proofs,
    BodyLength body,
    List<Field> passing)
    implements FieldsJudgement {
  /** A judged header. */
  public JudgedFields {
    proofs = List.copyOf(proofs);
    passing = List.copyOf(passing);
  }

  @Override
  public String toString() {
    return "JudgedFields[" + host.name() + ", " + passing + "]";
  }
}
