package dev.keybearer.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The build runs these tests once on each runtime it promises, and really on that one. */
class RuntimeTest {
  @Test
  void runsOnTheRuntimeTheBuildSays() {
    assertThat(Runtime.version().feature()).isEqualTo(Integer.getInteger("keybearer.expected-jdk"));
  }
}
