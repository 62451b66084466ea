package dev.keybearer.gateway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Event;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.renewal.SourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are kept fresh in files. */
class TokenFilesTest {
  @TempDir private Path folder;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final MovedTime time = new MovedTime();
  private volatile List<SourceState> states = List.of();
  private TokenFiles files = start();
  private Path file = Path.of("");

  @BeforeEach
  void keep() {
    file = folder.resolve("orders.token");
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void writesATokenThatIsThereFromTheStart() throws Exception {
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));

    assertThat(next()).isEqualTo("written orders orders.token #1");
    assertThat(file).hasContent("token-1");
  }

  @Test
  void writesTheSuccessorWhenItComes() throws Exception {
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));
    next();
    renewed(2);

    assertThat(next()).isEqualTo("written orders orders.token #2");
    assertThat(file).hasContent("token-2");
  }

  @Test
  void writesNoTokenTwiceAndNoneThatHasEnded() throws Exception {
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));
    next();
    files.look();
    states = List.of(Tokens.ended("orders", Tokens.numbered(2)));
    files.look();
    renewed(3);

    assertThat(next()).isEqualTo("written orders orders.token #3");
  }

  @Test
  void findsByItselfWhatNobodyTold() throws Exception {
    files.keep(Map.of("orders", file));
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    time.advance(Duration.ofSeconds(31));

    assertThat(next()).isEqualTo("written orders orders.token #1");
  }

  /** Whoever needs the token would else have none until the next one. */
  @Test
  void writesAgainWhatSomebodyDeleted() throws Exception {
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));
    next();
    Files.delete(file);
    files.look();

    assertThat(next()).isEqualTo("written orders orders.token #1");
    assertThat(file).hasContent("token-1");
  }

  @Test
  void triesAgainWhatCouldNotBeWritten() throws Exception {
    mode("rwxrwxrwx");
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));
    String failed = next();
    mode("rwx------");
    time.advance(Duration.ofSeconds(2));

    assertThat(failed).startsWith("failed orders orders.token others could replace files");
    assertThat(next()).isEqualTo("written orders orders.token #1");
  }

  @Test
  void writesTheOthersWhenOneCannotBeWritten() throws Exception {
    states =
        List.of(
            Tokens.usable("a", Tokens.numbered(1)), Tokens.usable("orders", Tokens.numbered(2)));
    files.keep(Map.of("a", folder.resolve("none/a"), "orders", file));

    assertThat(next()).startsWith("failed a a ");
    assertThat(next()).isEqualTo("written orders orders.token #2");
  }

  @Test
  void goesOnWhenStatesCannotBeHad() throws Exception {
    files.close();
    files =
        TokenFiles.start(
            () -> {
              if (states.isEmpty()) {
                throw new IllegalStateException("not now");
              }
              return states;
            },
            new Telling(),
            time);
    files.keep(Map.of("orders", file));
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.look();

    assertThat(next()).isEqualTo("written orders orders.token #1");
  }

  @Test
  void leavesAFileThatItKeepsNoLonger() throws Exception {
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));
    next();
    Path other = folder.resolve("other.token");
    files.keep(Map.of("orders", other));
    next();
    renewed(2);
    next();

    assertThat(file).hasContent("token-1");
    assertThat(other).hasContent("token-2");
  }

  @Test
  void writesNothingAnewForWhatItKeepsAlready() throws Exception {
    states =
        List.of(
            Tokens.usable("b", Tokens.numbered(7)), Tokens.usable("orders", Tokens.numbered(1)));
    files.keep(Map.of("orders", file));
    next();
    files.keep(Map.of("orders", file, "b", folder.resolve("b")));

    assertThat(next()).isEqualTo("written b b #7");
    assertThat(told).isEmpty();
  }

  @Test
  void writesNothingOnceItIsClosedTwice() throws Exception {
    states = List.of(Tokens.usable("orders", Tokens.numbered(1)));
    files.close();
    files.close();
    files.keep(Map.of("orders", file));

    assertThat(file).doesNotExist();
  }

  private TokenFiles start() {
    return TokenFiles.start(() -> states, new Telling(), time);
  }

  private void renewed(long number) {
    Token token = Tokens.numbered(number);
    states = List.of(Tokens.usable("orders", token));
    files.record(new Event.TokenRenewed(Instant.EPOCH, "orders", token, Duration.ZERO));
  }

  private String next() throws InterruptedException {
    String line = told.poll(10, TimeUnit.SECONDS);
    return line == null ? "nothing was told" : line;
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private final class Telling implements TokenFiles.Told {
    @Override
    public void written(String credential, Path where, Token token) {
      told.add("written " + credential + " " + where.getFileName() + " #" + token.generation());
    }

    @Override
    public void failed(String credential, Path where, String words) {
      told.add("failed " + credential + " " + where.getFileName() + " " + words);
    }
  }

  /** The machine's time, with what a test has moved it on. */
  private static final class MovedTime implements TimeSource {
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public long nanos() {
      return System.nanoTime() + ahead.toNanos();
    }

    @Override
    public Instant wall() {
      return Instant.now().plus(ahead);
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // whoever calls this looks again at what it waits for
    public boolean await(Condition condition, long until) throws InterruptedException {
      long left = until - nanos();
      if (left <= 0) {
        return false;
      }
      long _ = condition.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(2)));
      return until - nanos() > 0;
    }
  }
}
