package dev.keybearer.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.revocation.Judged.Says;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.TargetKey;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4: whatever is put, swept and waited for, the list says what the plainest one would say. */
class RevocationModelTest {
  private static final int ROUNDS = 4_000;
  private static final int NAMES = 12;

  private final FakeTime time = new FakeTime();
  private final RevocationList list = RevocationList.of(time);
  private final Map<TargetKey, Moments> model = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void saysWhatThePlainestListSays(long seed) {
    Random random = new Random(seed);
    List<Verified> tokens = tokens(random);
    for (int round = 0; round < ROUNDS; round++) {
      switch (random.nextInt(10)) {
        case 0 -> time.advance(Duration.ofMillis(random.nextInt(30_000)));
        case 1 -> list.sweep();
        case 2, 3 -> noise(random);
        default -> put(target(random), random);
      }
      Verified token = tokens.get(random.nextInt(tokens.size()));
      assertThat(list.isRevoked(token)).as("round %d", round).isEqualTo(isEnded(token));
    }
    tokens.forEach(token -> assertThat(list.isRevoked(token)).isEqualTo(isEnded(token)));
  }

  private static List<Verified> tokens(Random random) {
    List<Verified> tokens = new ArrayList<>();
    try (Judged judged = new Judged()) {
      for (int i = 0; i < 300; i++) {
        Instant issued =
            random.nextInt(10) == 0 ? null : FakeTime.START.minusMillis(random.nextInt(120_000));
        tokens.add(
            judged.verified(
                Says.of("t" + random.nextInt(NAMES), "s" + random.nextInt(NAMES), "c" + i % NAMES)
                    .issued(issued)));
      }
    }
    return tokens;
  }

  private static Target target(Random random) {
    int number = random.nextInt(NAMES);
    return switch (random.nextInt(4)) {
      case 0 -> new Target.Numbered(Judged.CORP, "t" + number);
      case 1 -> new Target.Subject(null, "s" + number);
      case 2 -> new Target.Subject(Judged.CORP, "s" + number);
      default -> new Target.Client(Judged.CORP, "c" + number);
    };
  }

  private void noise(Random random) {
    for (int i = 0; i < 50; i++) {
      put(new TargetKey(random.nextLong(), random.nextLong()), random);
    }
  }

  private void put(Target target, Random random) {
    put(target.key(), random);
  }

  private void put(TargetKey key, Random random) {
    Instant now = time.wall();
    Instant before =
        random.nextInt(4) == 0 ? null : FakeTime.START.minusMillis(random.nextInt(120_000));
    Instant until = now.plusMillis(random.nextInt(60_000));
    list.put(new Revocation(key, Target.Kind.TEXT, before, until, now));
    Moments old = model.get(key);
    Moments fresh = new Moments(before, until);
    model.put(key, old == null || !now.isBefore(old.until()) ? fresh : old.with(fresh));
  }

  private boolean isEnded(Verified token) {
    return token.targets().stream()
        .map(model::get)
        .anyMatch(found -> found != null && found.ends(token.claims().issuedAt(), time.wall()));
  }

  private record Moments(@Nullable Instant before, Instant until) {
    Moments with(Moments other) {
      return new Moments(
          before == null || other.before == null ? null : later(before, other.before),
          later(until, other.until));
    }

    boolean ends(@Nullable Instant issued, Instant now) {
      return now.isBefore(until) && (before == null || issued == null || issued.isBefore(before));
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }
  }
}
