package dev.keybearer.benchmark.tool;

import java.util.List;

/** Which process runs where, where there are several processors and {@code taskset}. */
public final class Processors {
  /** That of the proxy, which it has for itself. */
  public static final int PROXY = 0;

  /** That of the load, the upstream and the issuer. */
  public static final int OTHERS = 1;

  private Processors() {}

  /** Keeps what is built on one processor. */
  public static ProcessBuilder pin(ProcessBuilder builder, int processor) {
    if (Runtime.getRuntime().availableProcessors() > processor && Programs.has("taskset")) {
      builder.command().addAll(0, List.of("taskset", "-c", String.valueOf(processor)));
    }
    return builder;
  }

  /** Has what is built wait for all others on its processor, where there is {@code nice}. */
  static ProcessBuilder behind(ProcessBuilder builder) {
    if (Programs.has("nice")) {
      builder.command().addAll(0, List.of("nice", "-n", "19"));
    }
    return builder;
  }
}
