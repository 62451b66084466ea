package dev.keybearer.gateway.revocation;

import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Revocations for tests. */
final class Sample {
  static final Duration HOUR = Duration.ofHours(1);

  private Sample() {}

  static Revocation of(Target target) {
    return of(target, null, HOUR);
  }

  static Revocation of(Target target, @Nullable Instant issuedBefore, Duration life) {
    Instant now = FakeTime.START;
    return new Revocation(target.key(), target.kind(), issuedBefore, now.plus(life), now);
  }

  /** Of the token that nobody has. */
  static Revocation random(RandomGenerator random) {
    return new Revocation(
        new TargetKey(random.nextLong(), random.nextLong()),
        Target.Kind.TEXT,
        null,
        FakeTime.START.plus(HOUR),
        FakeTime.START);
  }

  static List<Revocation> random(RandomGenerator random, int count) {
    List<Revocation> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(random(random));
    }
    return all;
  }
}
