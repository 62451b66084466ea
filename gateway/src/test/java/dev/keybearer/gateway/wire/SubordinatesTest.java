package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is computed beside the loops takes no processor from them. */
@EnabledOnOs(OS.LINUX)
class SubordinatesTest {
  @Test
  void stepBackForAllOtherThreadsOfTheProcess() {
    assertThat(niceness(new Subordinates("subordinate"))).isEqualTo(niceness(Thread::new) + 10);
  }

  private static int niceness(ThreadFactory threads) {
    CompletableFuture<Integer> found = new CompletableFuture<>();
    threads.newThread(() -> found.complete(niceness())).start();
    return found.join();
  }

  /** The 19th field of proc_pid_stat(5), behind the name in brackets. */
  private static int niceness() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19 - 3]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
