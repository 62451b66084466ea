package dev.keybearer.gateway.field;

/** What became of the header of a request. */
public sealed interface FieldsJudgement permits JudgedFields, FieldsJudgement.Refused {
  /**
   * It is ambiguous or broken, and the answer is 400.
   *
   * @param name of the field that is at fault, empty when its name is the fault; for ledgers
   */
  record Refused(FieldFault fault, String name) implements FieldsJudgement {}
}
