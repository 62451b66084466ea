package dev.keybearer.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.revocation.Judged.Says;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.Verified;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K4: what a million early ends take: memory is promised, time is shown. */
class MillionRevocationsTest {
  private static final int MILLION = 1_000_000;

  /** Fewer on disk, of which each thousand is two writes that a disk has to confirm. */
  private static final int ON_DISK = 100_000;

  private static final int TOKENS = 10_000;
  private static final int LOOKUPS = 200_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final Secret KEY = Secret.random();

  private static final System.Logger LOG = System.getLogger(MillionRevocationsTest.class.getName());

  @TempDir private Path parent;

  private final FakeTime time = new FakeTime();
  private final RandomGenerator random = new SplittableRandom(1);

  @Test
  void takeAtMost64MebibytesAndAreLookedUpInNoTime() {
    List<Verified> tokens = tokens();
    RevocationList list = RevocationList.of(time);
    long slowest = 0;
    long began = System.nanoTime();
    for (int i = 0; i < MILLION; i++) {
      Revocation one = Sample.random(random);
      long from = System.nanoTime();
      list.put(one);
      slowest = Math.max(slowest, System.nanoTime() - from);
    }
    Duration filled = since(began);

    assertThat(list.size()).isEqualTo(MILLION);
    assertThat(list.bytes()).isLessThanOrEqualTo(64 * MEBIBYTE);
    show("MiB for a million", "" + list.bytes() / (double) MEBIBYTE);
    show("filled in ms, slowest put in ms", filled.toMillis() + ", " + slowest / 1_000_000);
    show("ns to judge by the list, 7 keys", "" + judge(list, tokens));
    assertThat(RevocationList.MOST * 2L * 33).isLessThanOrEqualTo(128 * MEBIBYTE);
  }

  @Test
  void areReadFromFilesInSeconds() {
    List<Revocation> all = Sample.random(random, ON_DISK);
    try (TokenStore store = open()) {
      long began = System.nanoTime();
      StoredRevocationLog.open(store).append(all);
      show("ms to write 100,000 to files", "" + since(began).toMillis());
    }
    try (TokenStore store = open()) {
      RevocationList list = RevocationList.of(time);
      long began = System.nanoTime();
      RevocationDesk desk =
          RevocationDesk.open(
              StoredRevocationLog.open(store),
              list,
              new RevocationDesk.Means(Judged.names(), IssuerEnd.none(), Terms.STANDARD, time));
      show("ms to open 100,000 from files", "" + since(began).toMillis());
      assertThat(list.size()).isEqualTo(ON_DISK);

      show("write of one more", one(desk).toString());
      began = System.nanoTime();
      time.advance(Sample.HOUR);
      desk.sweep();
      show("ms to release 100,000", "" + since(began).toMillis());
      assertThat(list.size()).isEqualTo(1);
    }
    try (TokenStore store = open()) {
      List<Long> left = new ArrayList<>();
      StoredRevocationLog.open(store).read(1, (number, each) -> left.add(number));
      assertThat(left).hasSize(ON_DISK % Block.CAPACITY + 1).endsWith(ON_DISK + 1L);
    }
  }

  private static void show(String what, String figure) {
    LOG.log(System.Logger.Level.INFO, what + ": " + figure);
  }

  private static Duration one(RevocationDesk desk) {
    long began = System.nanoTime();
    desk.end(new Ending.Named(new Target.Subject(null, "ada"), null));
    return since(began);
  }

  private TokenStore open() {
    return FileTokenStore.open(parent.resolve("store"), KEY);
  }

  private static List<Verified> tokens() {
    List<Verified> tokens = new ArrayList<>();
    try (Judged judged = new Judged()) {
      for (int i = 0; i < TOKENS; i++) {
        tokens.add(judged.verified(Says.of("t" + i, "s" + i, "c" + i % 100).issued(Instant.EPOCH)));
      }
    }
    return tokens;
  }

  /** Nanoseconds for each, over tokens in no order. */
  private double judge(RevocationList list, List<Verified> tokens) {
    int found = 0;
    double each = 0;
    for (int round = 0; round < 3; round++) { // the last counts
      long began = System.nanoTime();
      for (int i = 0; i < LOOKUPS; i++) {
        found += list.isRevoked(tokens.get(random.nextInt(TOKENS))) ? 1 : 0;
      }
      each = (System.nanoTime() - began) / (double) LOOKUPS;
    }
    assertThat(found).isZero();
    return each;
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
