package dev.keybearer.cli.config.source;

/** A config file cannot be used; nothing of it was. */
public final class ConfigFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Report report;

  ConfigFailure(Report report) {
    super(report.summary());
    this.report = report;
  }

  /** Everything that is wrong with the file. */
  public Report report() {
    return report;
  }
}
