package dev.keybearer.genesys.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.Topic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** P13: topics are spread over shards, all of them, and stay where they are. */
class ShardsTest {
  private final Shards shards = Shards.of("s", 2);

  @Test
  void takesAsFewShardsAsTopicsNeed() {
    assertThat(shards.of(topics("a"))).isEqualTo(Map.of("s", topics("a")));
    assertThat(shards.of(topics("a", "b"))).isEqualTo(Map.of("s", topics("a", "b")));
    assertThat(shards.of(topics("a", "b", "c")))
        .isEqualTo(Map.of("s", topics("a", "b"), "s.2", topics("c")));
    assertThat(shards.of(topics("a", "b", "c", "d", "e"))).containsOnlyKeys("s", "s.2", "s.3");
  }

  @Test
  void leavesATopicWhereItIs() {
    Map<String, List<Topic>> before = shards.of(topics("a", "b", "c"));

    assertThat(shards.of(topics("b", "c", "d"), before))
        .isEqualTo(Map.of("s", topics("b", "d"), "s.2", topics("c")));
  }

  @Test
  void closesAShardWithoutTopicsAndOpensItAgain() {
    Map<String, List<Topic>> before = shards.of(topics("a", "b", "c"));

    Map<String, List<Topic>> second = shards.of(topics("c"), before);

    assertThat(second).isEqualTo(Map.of("s.2", topics("c")));
    assertThat(shards.of(topics("c", "d"), second))
        .isEqualTo(Map.of("s", topics("d"), "s.2", topics("c")));
  }

  @Test
  void spreadsWhatAShardTakesNoMore() {
    Map<String, List<Topic>> before = Map.of("s", topics("a", "b", "c"));

    assertThat(shards.of(topics("a", "b", "c"), before))
        .isEqualTo(Map.of("s", topics("a", "b"), "s.2", topics("c")));
  }

  @Test
  void marksATopicAsItIsMarkedNow() {
    Map<String, List<Topic>> before = Map.of("s", topics("a"));

    assertThat(shards.of(List.of(Topic.state("a")), before))
        .isEqualTo(Map.of("s", List.of(Topic.state("a"))));
  }

  private static List<Topic> topics(String... names) {
    return Stream.of(names).map(Topic::event).toList();
  }
}
