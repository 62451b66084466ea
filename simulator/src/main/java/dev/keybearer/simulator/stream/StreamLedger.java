package dev.keybearer.simulator.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every message that was published, and to which connections it was sent: what a consumer's account
 * is judged by. It grows until it is cleared. Safe for use by many threads.
 */
public final class StreamLedger {
  private final List<Published> messages = new ArrayList<>();

  /** An empty ledger. */
  public StreamLedger() {}

  /** Writes a message down. */
  public synchronized void enter(Published message) {
    messages.add(message);
    notifyAll();
  }

  /** How many messages there are. */
  public synchronized int count() {
    return messages.size();
  }

  /** Every message, oldest first. */
  public synchronized List<Published> messages() {
    return List.copyOf(messages);
  }

  /** The messages sent to one connection, oldest first. */
  public List<Published> sentTo(int connection) {
    return messages().stream().filter(each -> each.connections().contains(connection)).toList();
  }

  /** Waits in real time until there are so many messages; says whether there were in time. */
  public synchronized boolean await(int number, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (messages.size() < number) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Judges somebody who had subscribed to everything and reports no gap. */
  public Judgement judge(List<Received> received) {
    return judge(Testimony.of(received));
  }

  /** Judges somebody who had subscribed to everything. */
  public Judgement judge(List<Received> received, List<ReportedGap> gaps) {
    return judge(new Testimony(received, gaps, Set.of()));
  }

  /** Judges what a consumer says. */
  public Judgement judge(Testimony testimony) {
    return new Judge(messages(), testimony).judgement();
  }

  /** Forgets every message. */
  public synchronized void clear() {
    messages.clear();
  }
}
