package dev.keybearer.cli.command;

/** What the process says when it ends. */
public enum Exit {
  /** The desired state holds. */
  OK(0),
  /** It does not, for none of the reasons below. */
  FAILED(1),
  /** The command line is not understood. */
  USAGE(2),
  /** The config cannot be used. */
  CONFIG(3),
  /** The issuer said no. */
  REFUSED(4),
  /** The issuer could not be asked. */
  UNREACHABLE(5),
  /** The issuer was asked too often. */
  QUOTA(6),
  /** A token or a ledger is not what it claims to be. */
  UNVERIFIED(7);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** The exit code of the process. */
  public int code() {
    return code;
  }
}
