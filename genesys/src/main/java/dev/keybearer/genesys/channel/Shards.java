package dev.keybearer.genesys.channel;

import dev.keybearer.stream.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Topics spread over several streams, since one connection takes only so many. A topic stays where
 * it is for as long as it is listened to: one that moved would be missed, or heard twice.
 *
 * <pre>
 *   topics    before                      now
 *   a b c     nothing                     s: a b    s.2: c
 *   b c d     s: a b    s.2: c            s: b d    s.2: c
 * </pre>
 */
public final class Shards {
  private final String name;
  private final int most;

  private Shards(String name, int most) {
    this.name = name;
    this.most = most;
  }

  /** The shards of a stream of that name, none of which takes more than so many topics. */
  public static Shards of(String name, int most) {
    return new Shards(name, most);
  }

  /** The name of the shard with that number, from 1 on; the first is called as the stream is. */
  public String name(int number) {
    return number == 1 ? name : name + "." + number;
  }

  /** The topics of each shard, by its name; none is without topics. */
  public Map<String, List<Topic>> of(List<Topic> topics) {
    return of(topics, Map.of());
  }

  /**
   * The same, where topics were spread before.
   *
   * @param before topics by the names of these shards
   */
  public Map<String, List<Topic>> of(List<Topic> topics, Map<String, List<Topic>> before) {
    Map<String, Topic> left =
        topics.stream()
            .collect(
                Collectors.toMap(
                    Topic::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    Map<String, List<Topic>> shards = new LinkedHashMap<>();
    before.forEach((shard, some) -> shards.put(shard, stayed(some, left)));
    for (int number = 1; !left.isEmpty(); number++) {
      fill(shards.computeIfAbsent(name(number), key -> new ArrayList<>()), left);
    }
    shards.values().removeIf(List::isEmpty);
    return shards;
  }

  private List<Topic> stayed(List<Topic> before, Map<String, Topic> left) {
    List<Topic> stayed = new ArrayList<>();
    for (Topic each : before) {
      Topic wanted = stayed.size() < most ? left.remove(each.name()) : null;
      if (wanted != null) {
        stayed.add(wanted);
      }
    }
    return stayed;
  }

  private void fill(List<Topic> shard, Map<String, Topic> left) {
    var next = left.values().iterator();
    while (shard.size() < most && next.hasNext()) {
      shard.add(next.next());
      next.remove();
    }
  }
}
