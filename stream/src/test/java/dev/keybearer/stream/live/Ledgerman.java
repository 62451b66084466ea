package dev.keybearer.stream.live;

import dev.keybearer.simulator.stream.Published;
import dev.keybearer.stream.Filler;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.util.List;

/** Fills gaps from the ledger of the simulated provider, as one who asks it by another way. */
final class Ledgerman implements Filler {
  private final Scene scene;

  Ledgerman(Scene scene) {
    this.scene = scene;
  }

  @Override
  public List<Message> fill(Gap gap) {
    return scene.feed.ledger().messages().stream()
        .filter(each -> gap.topics().contains(each.topic()))
        .filter(each -> !each.at().isBefore(gap.from()) && each.at().isBefore(gap.to()))
        .map(each -> message(gap, each))
        .toList();
  }

  private Message message(Gap gap, Published each) {
    return new Message(
        gap.stream(),
        each.topic(),
        each.id(),
        null,
        each.body(),
        each.id(),
        each.at(),
        Message.Origin.BACKFILLED);
  }
}
