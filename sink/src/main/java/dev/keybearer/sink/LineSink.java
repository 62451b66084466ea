package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.ReceiverFailure;
import java.io.PrintWriter;
import java.util.List;

/** Writes deliveries as lines to whoever reads this process, flushed once for each batch. */
public final class LineSink implements Sink {
  private static final int BATCH = 500;

  private final PrintWriter out;

  private LineSink(PrintWriter out) {
    this.out = out;
  }

  /** A sink on a stream of the process, which stays open. */
  public static LineSink to(PrintWriter out) {
    return new LineSink(out);
  }

  /**
   * Writes them.
   *
   * @throws ReceiverFailure when nobody reads any more
   */
  @Override
  public void receive(List<Delivery> deliveries) throws ReceiverFailure {
    for (Delivery each : deliveries) {
      out.print(DeliveryLine.of(each) + "\n"); // in one piece, whoever else prints
    }
    if (out.checkError()) { // flushes
      throw new ReceiverFailure("nobody reads what this process prints");
    }
  }

  /** Whether somebody still reads. */
  public boolean isRead() {
    return !out.checkError();
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public void close() {
    out.flush();
  }

  /** Where it prints. */
  @Override
  public String toString() {
    return "LineSink[output of this process]";
  }
}
