package dev.keybearer.token.secret;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A secret that a command writes to its standard output.
 *
 * <p>Its standard error is thrown away: a command that fails may print the secret there.
 */
record ExecSecret(List<String> command, Duration deadline) implements SecretSource {
  /** A password manager may ask its server; whoever waits for a token waits for this. */
  static final Duration DEADLINE = Duration.ofSeconds(10);

  ExecSecret {
    command = List.copyOf(command);
    if (command.isEmpty() || command.get(0).isEmpty()) {
      throw Secrets.malformed("'exec:' needs a command, as in exec:pass show client-secret");
    }
  }

  @Override
  public Secret read() {
    Process process = start();
    try {
      return output(process, System.nanoTime() + deadline.toNanos());
    } catch (TimeoutException late) {
      String what = " did not end within " + deadline.toMillis() + " ms; run it by hand";
      throw new SecretFailure(Kind.UNREACHABLE, this + what, null);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SecretFailure(Kind.UNREACHABLE, this + " was interrupted", null);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return "exec:" + String.join(" ", command);
  }

  private Process start() {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException unstartable) {
      throw new SecretFailure(
          Kind.ABSENT,
          this + " cannot be started; is " + command.get(0) + " installed and executable?",
          unstartable);
    }
  }

  /** A pipe has no deadline of its own, so another thread reads it. */
  private Secret output(Process process, long end) throws TimeoutException, InterruptedException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> readBounded(process.getInputStream()));
    Thread reader = new Thread(reading, "keybearer-exec-secret");
    reader.setDaemon(true);
    reader.start();
    byte[] bytes = get(reading, end);
    if (bytes.length <= Secrets.LIMIT) {
      requireSuccess(process, end);
    }
    return SecretBytes.secret(bytes, this);
  }

  private byte[] get(FutureTask<byte[]> reading, long end)
      throws TimeoutException, InterruptedException {
    try {
      return reading.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException broken) {
      throw new SecretFailure(Kind.UNREACHABLE, this + " broke off its output", null);
    }
  }

  private void requireSuccess(Process process, long end)
      throws TimeoutException, InterruptedException {
    if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    if (process.exitValue() != 0) {
      String what = " ended with code " + process.exitValue() + "; run it by hand to see why";
      throw new SecretFailure(Kind.REFUSED, this + what, null);
    }
  }

  private static byte[] readBounded(InputStream in) throws IOException {
    try (in) {
      return in.readNBytes(Secrets.LIMIT + 1);
    }
  }
}
