package dev.keybearer.gateway.field;

import java.util.Collection;
import java.util.List;

/**
 * Judges headers of requests (G5, G6, G8). What two recipients could read in two ways is refused;
 * what only gateways say, and what is of one connection only, is dropped. Immutable.
 */
public final class FieldsJudge {
  private final KnownNames names;

  private FieldsJudge(KnownNames names) {
    this.names = names;
  }

  /**
   * A judge.
   *
   * @param ours the names of the fields that the gateway sets by rule, besides those that are known
   *     as forwarded and identity fields anyway: no caller's copy of them passes, in any spelling
   * @throws IllegalArgumentException when one is no name, or one of a field that a request needs
   */
  public static FieldsJudge of(Collection<String> ours) {
    KnownNames usual = KnownNames.with(List.of());
    for (String name : ours) {
      if (!Grammar.isToken(name)) {
        throw new IllegalArgumentException("not the name of a field: a token is expected");
      }
      FieldKind kind = usual.kind(name);
      if (kind != FieldKind.PLAIN && kind != FieldKind.OURS) {
        throw new IllegalArgumentException(name + " is a field of requests: choose another name");
      }
    }
    return new FieldsJudge(KnownNames.with(ours));
  }

  /** Judges all lines of a header, in their order. */
  public FieldsJudgement judge(List<Line> lines) {
    Intake intake = new Intake(names, lines.size());
    for (Line line : lines) {
      FieldFault fault = intake.take(line);
      if (fault != null) {
        return new FieldsJudgement.Refused(fault, fault == FieldFault.NAME ? "" : line.name());
      }
    }
    return intake.judgement();
  }
}
