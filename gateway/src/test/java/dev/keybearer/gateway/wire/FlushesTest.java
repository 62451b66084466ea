package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is to be sent leaves when all is done that came together. */
class FlushesTest {
  private final Deque<Runnable> afterwards = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();
  private final Flushes flushes = new Flushes(afterwards::add);

  @Test
  void sendsNothingBeforeAllIsDoneThatCameTogether() {
    flushes.add(() -> sent.add("one"));
    flushes.add(() -> sent.add("two"));
    assertThat(sent).isEmpty();
    afterwards.remove().run();

    assertThat(sent).containsExactly("one", "two");
    assertThat(afterwards).isEmpty();
  }

  @Test
  void sendsWhatOthersHaveWhenOneFails() {
    flushes.add(
        () -> {
          throw new IllegalStateException("no memory, say");
        });
    flushes.add(() -> sent.add("another's"));
    assertThatIllegalStateException().isThrownBy(afterwards.remove()::run);
    afterwards.remove().run();

    assertThat(sent).containsExactly("another's");
  }

  @Test
  void sendsWhatSendingBringsAbout() {
    flushes.add(() -> flushes.add(() -> sent.add("brought about")));
    while (!afterwards.isEmpty()) {
      afterwards.remove().run();
    }
    flushes.add(() -> sent.add("later"));
    afterwards.remove().run();

    assertThat(sent).containsExactly("brought about", "later");
  }
}
