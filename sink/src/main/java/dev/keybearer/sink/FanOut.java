package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.ReceiverFailure;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands each batch to several receivers, one after the other, in portions that each of them takes.
 * When one fails the batch comes again; then it goes on where it was, and those that have it all
 * are left alone. A failure names the first that failed, whatever it threw. Safe for use by many
 * threads, of which one hands over at a time.
 */
public final class FanOut implements Receiver {
  private volatile List<Receiver> receivers;
  private volatile long cutAt = Long.MAX_VALUE;
  private @Nullable Unfinished unfinished; // guarded by this

  private FanOut(List<Receiver> receivers) {
    this.receivers = receivers;
  }

  /** To these. */
  public static FanOut to(List<? extends Receiver> receivers) {
    return new FanOut(List.copyOf(receivers));
  }

  /** To these from the next batch on. */
  public void use(List<? extends Receiver> others) {
    receivers = List.copyOf(others);
  }

  /** What is under way then, on the machine's monotonic clock, fails between two portions. */
  public void cutAt(long nanos) {
    cutAt = nanos;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // a receiver may be anybody's code
  public synchronized void receive(List<Delivery> deliveries)
      throws ReceiverFailure, InterruptedException {
    Unfinished before = unfinished;
    unfinished = null;
    Map<Receiver, Integer> taken =
        before != null && before.isOf(deliveries) ? before.taken() : new IdentityHashMap<>();
    ReceiverFailure failure = null;
    for (Receiver each : receivers) {
      try {
        hand(each, deliveries, taken);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | Error e) {
        failure = failure == null ? failed(each, e) : failure;
      }
    }
    if (failure != null) {
      unfinished = Unfinished.of(deliveries, taken);
      throw failure;
    }
  }

  private void hand(Receiver receiver, List<Delivery> all, Map<Receiver, Integer> taken)
      throws Exception {
    int from = taken.getOrDefault(receiver, 0);
    while (from < all.size()) {
      if (cutAt != Long.MAX_VALUE && System.nanoTime() - cutAt >= 0) {
        throw new ReceiverFailure("cut off, since the stream ends");
      }
      int to = Math.min(all.size(), from + Math.max(1, receiver.batch()));
      receiver.receive(all.subList(from, to));
      from = to;
      taken.put(receiver, from);
    }
  }

  private static ReceiverFailure failed(Receiver receiver, Throwable thrown) {
    if (thrown instanceof ReceiverFailure told) {
      return told;
    }
    String name = receiver instanceof Sink ? receiver.toString() : receiver.getClass().getName();
    return new ReceiverFailure(name + " failed", thrown);
  }

  /** As many as the one of them that takes most. */
  @Override
  public int batch() {
    return receivers.stream().mapToInt(Receiver::batch).max().orElse(1);
  }

  /** A batch that not all have taken, and how much of it each has. */
  private record Unfinished(List<Delivery> batch, Map<Receiver, Integer> taken) {
    static Unfinished of(List<Delivery> deliveries, Map<Receiver, Integer> taken) {
      return new Unfinished(plain(deliveries), taken);
    }

    boolean isOf(List<Delivery> deliveries) {
      return batch.equals(plain(deliveries));
    }

    /** Without the mark of what comes again. */
    private static List<Delivery> plain(List<Delivery> deliveries) {
      return deliveries.stream()
          .map(each -> each instanceof Message message ? message.from(Message.Origin.LIVE) : each)
          .toList();
    }
  }
}
