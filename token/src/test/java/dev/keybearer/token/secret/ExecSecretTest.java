package dev.keybearer.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecSecretTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  /** What a deadline may be overrun by on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  @Test
  void readsStandardOutputWithoutOneLineEnd() {
    assertThat(shell("printf 'CANARY\\n\\n'").read().reveal()).isEqualTo("CANARY\n");
    assertThat(Secrets.parse("exec:printf 'a b'", null).read().reveal()).isEqualTo("a b");
  }

  @Test
  void expandsNothing() {
    SecretSource source = Secrets.parse("exec:printf %s $HOME*", null);

    assertThat(source.read().reveal()).isEqualTo("$HOME*");
  }

  @Test
  void handsItsEnvironmentOn() {
    assertThat(shell("printf %s \"$PATH\"").read().reveal()).isEqualTo(System.getenv("PATH"));
  }

  @Test
  void handsNoInputOn() {
    assertFailure(Secrets.exec(List.of("cat")), Kind.ABSENT, "gives nothing");
  }

  /** H1: a command that fails may print the secret on either output. */
  @Test
  void showsTheCodeOfAFailureAndNoOutput(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, "echo CANARY; echo CANARY >&2; exit 3");
    SecretSource source = Secrets.exec(List.of("sh", script.toString()));

    assertFailure(source, Kind.REFUSED, "ended with code 3");
  }

  @Test
  void namesTheCommandThatCannotBeStarted() {
    SecretSource source = Secrets.exec(List.of("/nowhere/at-all", "x"));

    assertFailure(source, Kind.ABSENT, "cannot be started");
  }

  @Test
  void readsUpToTheLimitAndNoFurther() {
    assertThat(repeat(Secrets.LIMIT).read().reveal()).hasSize(Secrets.LIMIT);
    assertFailure(repeat(Secrets.LIMIT + 1), Kind.UNSAFE, "more than 65536 bytes");
    assertFailure(shell("while :; do echo xxxxxxxxx; done"), Kind.UNSAFE, "more than 65536 bytes");
  }

  @Test
  void doesNotWaitBeyondTheDeadline() {
    assertEndsInTime("exec sleep 60");
    assertEndsInTime("printf CANARY; exec sleep 60");
    assertEndsInTime("printf CANARY; exec 1>&-; exec sleep 60");
  }

  /** The command has ended, but what it left behind holds its output open. */
  @Test
  void doesNotWaitForOutputThatStaysOpen() {
    long start = System.nanoTime();
    SecretSource source = new ExecSecret(List.of("sh", "-c", "sleep 30 & printf CANARY"), SHORT);

    try {
      assertThat(source.read().reveal()).isEqualTo("CANARY");
    } catch (SecretFailure late) {
      // Whether the end of the command or the open output is seen first is not ours to decide.
      assertThat(late).hasMessageContaining("did not end within 400 ms");
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
  }

  @Test
  void leavesNoProcessBehind(@TempDir Path folder) throws Exception {
    Path ids = folder.resolve("ids");
    assertEndsInTime("sleep 60 & echo $! >" + ids + "; echo $$ >>" + ids + "; wait");

    for (String id : Files.readAllLines(ids)) {
      assertThat(isRunning(Long.parseLong(id))).isFalse();
    }
  }

  /** What was killed and that nobody reaped has an entry still, but no command. */
  private static boolean isRunning(long id) throws Exception {
    ProcessHandle process = ProcessHandle.of(id).orElse(null);
    if (process == null) {
      return false;
    }
    try {
      process.onExit().get(5, TimeUnit.SECONDS);
      return false;
    } catch (TimeoutException stillListed) {
      return process.info().command().isPresent();
    }
  }

  @Test
  void interruptEndsTheWaitAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    assertFailure(Secrets.exec(List.of("sleep", "60")), Kind.UNREACHABLE, "interrupted");
    assertThat(Thread.interrupted()).as("flag").isTrue();
  }

  private static void assertEndsInTime(String script) {
    long start = System.nanoTime();
    SecretSource source = new ExecSecret(List.of("sh", "-c", script), SHORT);

    SecretFailure failure = catchThrowableOfType(SecretFailure.class, source::read);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("did not end within 400 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
  }

  private static void assertFailure(SecretSource source, Kind kind, String what) {
    SecretFailure failure = catchThrowableOfType(SecretFailure.class, source::read);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageStartingWith(source + " ").hasMessageContaining(what);
    assertThat(failure.getMessage()).doesNotContain("CANARY");
  }

  private static SecretSource repeat(int bytes) {
    return shell("head -c " + bytes + " /dev/zero");
  }

  private static SecretSource shell(String script) {
    return Secrets.exec(List.of("sh", "-c", script));
  }
}
