package dev.keybearer.gateway.path;

/** What became of a request target: one path that everybody reads alike, or no. */
public sealed interface PathJudgement permits JudgedPath, PathJudgement.Refused {
  /** The target is ambiguous or none at all, and the answer is 400. */
  record Refused(PathFault fault) implements PathJudgement {}
}
