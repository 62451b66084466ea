package dev.keybearer.cli.command;

/** The forms of data on stdout. */
enum Output {
  /** For people. */
  TABLE,
  /** For programs. */
  JSON,
  /** For programs, and for people who read much. */
  YAML
}
