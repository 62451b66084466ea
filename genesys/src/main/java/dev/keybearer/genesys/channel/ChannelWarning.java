package dev.keybearer.genesys.channel;

/** Something about the channels of a client that works, but not for long. */
public enum ChannelWarning {
  /** One more channel can be had; a rotation after that has none to go to. */
  BUDGET_NEARLY_SPENT("all but one of the channels of this client are in use"),
  /** No channel can be had without taking one from somebody else. */
  BUDGET_SPENT(
      "all channels of this client are in use: the same channel is used again, with a gap");

  private final String meaning;

  ChannelWarning(String meaning) {
    this.meaning = meaning;
  }

  /** What it means, for people. */
  public String meaning() {
    return meaning;
  }
}
