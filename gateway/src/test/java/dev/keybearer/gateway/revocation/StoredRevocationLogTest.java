package dev.keybearer.gateway.revocation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.gateway.revocation.RevocationFailure.Kind;
import dev.keybearer.token.Item;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.TargetKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4: what an append returned for is there after every end of the process. */
class StoredRevocationLogTest {
  private static final int FULL = Block.CAPACITY;
  private static final Instant ENDED = FakeTime.START.plus(Sample.HOUR);

  private final RandomGenerator random = new Random(1);
  private final MemoryTokenStore disk = MemoryTokenStore.open();

  @Test
  void readsBackWhatWasWrittenWithItsNumbers() {
    List<Revocation> all = Sample.random(random, 3);
    StoredRevocationLog log = open();

    assertThat(log.append(all.subList(0, 1))).isEqualTo(1);
    assertThat(log.append(all.subList(1, 3))).isEqualTo(3);

    assertThat(read(log)).isEqualTo(all);
    assertThat(read(open())).isEqualTo(all);
    assertThat(numbers(open(), 1)).containsExactly(1L, 2L, 3L);
    assertThat(numbers(open(), 3)).containsExactly(3L);
    assertThat(numbers(open(), 4)).isEmpty();
  }

  @Test
  void everyKindComesBackAsItWas() {
    List<Revocation> all = new ArrayList<>();
    for (Target.Kind kind : Target.Kind.values()) {
      TargetKey key = new TargetKey(-1, kind.code());
      Instant before = kind.isOneToken() ? null : FakeTime.START.minusMillis(1);
      all.add(new Revocation(key, kind, before, ENDED.plusMillis(1), FakeTime.START));
    }
    open().append(all);

    assertThat(read(open())).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {FULL - 1, FULL, FULL + 1, 3 * FULL, 3 * FULL + 1})
  void numbersGoOnOverBlocks(int count) {
    List<Revocation> all = Sample.random(random, count);
    open().append(all);

    StoredRevocationLog again = open();
    List<Revocation> more = Sample.random(random, 1);

    assertThat(again.append(more)).isEqualTo(count + 1);
    all.addAll(more);
    assertThat(read(open())).isEqualTo(all);
    assertThat(numbers(open(), count)).containsExactly((long) count, count + 1L);
  }

  @Test
  void theFormNeverChangesSinceItRestsOnDisk() {
    TargetKey key = new TargetKey(0x0102030405060708L, 0x1112131415161718L);
    Instant until = Instant.ofEpochMilli(0x31);
    Instant noted = Instant.ofEpochMilli(0x41);
    open()
        .append(
            List.of(
                new Revocation(key, Target.Kind.SUBJECT, Instant.ofEpochMilli(0x21), until, noted),
                new Revocation(key, Target.Kind.TEXT, null, until, noted)));

    assertThat(hex("keybearer/revocations")).isEqualTo("4b425248" + "0001" + "0".repeat(16 * 3));
    assertThat(hex("keybearer/revocations/0"))
        .isEqualTo(
            "4b425256"
                + "0001"
                + "0".repeat(16)
                + "00000002"
                + "01020304050607081112131415161718"
                + "04"
                + "0000000000000021"
                + "0000000000000031"
                + "0000000000000041"
                + "01020304050607081112131415161718"
                + "01"
                + "7fffffffffffffff"
                + "0000000000000031"
                + "0000000000000041");
  }

  /** Ends the process at every write of a history in turn, and opens the log again. */
  @Test
  void anEndOfTheProcessAtAnyWriteLosesNothingThatWasAcknowledged() {
    int writes = new History(new DyingStore(disk)).run();
    assertThat(writes).isGreaterThan(15);
    for (int fatal = 1; fatal <= writes; fatal++) {
      MemoryTokenStore rests = MemoryTokenStore.open();
      DyingStore dying = new DyingStore(rests);
      dying.dieAt(fatal);
      History history = new History(dying);
      history.run();

      StoredRevocationLog again = StoredRevocationLog.open(rests);
      assertThat(read(again)).as("write %d", fatal).containsAll(history.living());
      List<Revocation> next = List.of(lasting());
      again.append(next);
      again.release(ENDED);
      assertThat(read(StoredRevocationLog.open(rests))).containsAll(next);
    }
  }

  /** Lets every write fail in turn, landed or not, and goes on with the same log. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailedWriteIsMadeGoodByTheNext(boolean landed) {
    int writes = new History(new DyingStore(disk)).run();
    for (int failing = 1; failing <= writes; failing++) {
      MemoryTokenStore rests = MemoryTokenStore.open();
      DyingStore store = new DyingStore(rests);
      store.failAt(failing, landed);
      History history = new History(store);
      history.run();

      assertThat(read(StoredRevocationLog.open(rests)))
          .as("write %d", failing)
          .containsAll(history.living());
      assertThat(history.acknowledged).hasSizeGreaterThan(FULL);
    }
  }

  @Test
  void releasesWhatHasEndedFromTheFirstOn() {
    StoredRevocationLog log = open();
    log.append(Sample.random(random, 2 * FULL - 1));
    log.append(List.of(lasting()));
    log.append(Sample.random(random, FULL + 1));

    assertThat(log.release(ENDED.minusMillis(1))).isZero();
    assertThat(log.release(ENDED)).isEqualTo(FULL);
    assertThat(disk.recover("keybearer/revocations/0")).isEmpty();
    assertThat(numbers(log, 1)).hasSize(2 * FULL + 1).startsWith(FULL + 1L);
    assertThat(numbers(open(), 1)).hasSize(2 * FULL + 1).startsWith(FULL + 1L);
    assertThat(log.release(ENDED.plus(Duration.ofDays(2)))).isEqualTo(2 * FULL);
    assertThat(numbers(open(), 1)).containsExactly(3 * FULL + 1L);
    assertThat(open().append(List.of(lasting()))).isEqualTo(3 * FULL + 2);
  }

  @Test
  void takesAsMuchAsItHasRoomForAndNotMore() {
    StoredRevocationLog log = StoredRevocationLog.open(disk, 2);
    log.append(Sample.random(random, 2 * FULL));

    RevocationFailure failure =
        catchThrowableOfType(RevocationFailure.class, () -> log.append(List.of(lasting())));

    assertThat(failure.kind()).isEqualTo(Kind.FULL);
    assertThat(numbers(log, 1)).hasSize(2 * FULL);
    log.release(ENDED);
    assertThat(log.append(List.of(lasting()))).isEqualTo(2 * FULL + 1);
  }

  @Test
  void aBlockThatIsMissingRefusesTheStart() {
    open().append(Sample.random(random, 2 * FULL + 1));
    disk.forget("keybearer/revocations/1");

    RevocationFailure failure = catchThrowableOfType(RevocationFailure.class, () -> read(open()));

    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure)
        .hasMessageContaining("keybearer/revocations/1 cannot be read (it is missing)")
        .hasMessageContaining("put the store back from a copy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keybearer/revocations", "keybearer/revocations/0", "keybearer/revocations/1"})
  void whatIsNotOfTheLogRefusesTheStart(String name) {
    open().append(Sample.random(random, FULL + 1));
    byte[] good = disk.recover(name).orElseThrow().value().use(byte[]::clone);
    List<byte[]> bad = new ArrayList<>(List.of(new byte[0], "nonsense".getBytes(US_ASCII)));
    bad.add(ByteBuffer.allocate(good.length + 1).put(good).array());
    bad.add(ByteBuffer.allocate(good.length - 1).put(good, 0, good.length - 1).array());
    for (int changed : List.of(0, 5, 6)) { // its kind, its version, its place
      byte[] copy = good.clone();
      copy[changed] ^= (byte) 0x80;
      bad.add(copy);
    }
    for (byte[] each : bad) {
      long generation = disk.recover(name).orElseThrow().generation() + 1;
      disk.commit(Item.of(name, generation, Secret.of(each)));

      RevocationFailure failure = catchThrowableOfType(RevocationFailure.class, () -> read(open()));
      assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(failure).hasMessageContaining(name + " cannot be read");
    }
  }

  @Test
  void aBlockThatIsNotFullThoughAnotherFollowsRefusesTheStart() {
    open().append(Sample.random(random, FULL + 1));
    Secret fewer = new Block(0, Sample.random(random, FULL - 1)).write();
    disk.commit(Item.of("keybearer/revocations/0", 9, fewer));

    assertThat(catchThrowableOfType(RevocationFailure.class, () -> read(open())).kind())
        .isEqualTo(Kind.UNREADABLE);
  }

  private Revocation lasting() {
    return lasting(1);
  }

  private Revocation lasting(int days) {
    TargetKey key = new TargetKey(random.nextLong(), random.nextLong());
    Instant until = ENDED.plus(Duration.ofDays(days));
    return new Revocation(key, Target.Kind.TEXT, null, until, FakeTime.START);
  }

  private StoredRevocationLog open() {
    return StoredRevocationLog.open(disk);
  }

  private static List<Revocation> read(RevocationLog log) {
    List<Revocation> all = new ArrayList<>();
    log.read(1, (number, each) -> all.add(each));
    return all;
  }

  private static List<Long> numbers(RevocationLog log, long from) {
    List<Long> all = new ArrayList<>();
    log.read(from, (number, each) -> all.add(number));
    return all;
  }

  private String hex(String name) {
    return HexFormat.of().formatHex(disk.recover(name).orElseThrow().value().use(byte[]::clone));
  }

  /** Appends over several blocks and releases some; remembers what it was told is safe. */
  private final class History {
    final List<Revocation> acknowledged = new ArrayList<>();
    private final DyingStore store;
    private final RandomGenerator same = new Random(2);
    private Instant released = Instant.EPOCH;

    History(DyingStore store) {
      this.store = store;
    }

    int run() {
      attempt(() -> run(StoredRevocationLog.open(store)));
      return store.writes();
    }

    private void run(StoredRevocationLog log) {
      append(log, List.of(lasting()));
      for (int size : List.of(FULL - 2, 1, 1, FULL - 1, 2 * FULL, 1, 1)) {
        append(log, Sample.random(same, size));
        append(log, List.of());
      }
      release(log, ENDED);
      release(log, ENDED.plus(Duration.ofDays(2)));
      append(log, List.of(lasting(5)));
      append(log, Sample.random(same, FULL));
      release(log, ENDED.plus(Duration.ofDays(2)));
      append(log, List.of(lasting(5)));
    }

    private void append(StoredRevocationLog log, List<Revocation> some) {
      attempt(
          () -> {
            log.append(some);
            acknowledged.addAll(some);
          });
    }

    private void release(StoredRevocationLog log, Instant now) {
      released = now.isAfter(released) ? now : released;
      attempt(() -> log.release(now));
    }

    private void attempt(Runnable act) {
      try {
        act.run();
      } catch (RevocationFailure e) {
        assertThat(e.kind()).isEqualTo(Kind.UNWRITABLE);
      }
    }

    /** What no release may have touched. */
    List<Revocation> living() {
      return acknowledged.stream().filter(each -> each.until().isAfter(released)).toList();
    }
  }
}
