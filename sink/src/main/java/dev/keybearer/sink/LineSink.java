package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import java.io.IOException;
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
   * @throws IOException when nobody reads any more
   */
  @Override
  public void receive(List<Delivery> deliveries) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Delivery each : deliveries) {
      lines.append(DeliveryLine.of(each)).append('\n');
    }
    out.print(lines);
    if (out.checkError()) { // flushes
      throw new IOException("nobody reads what is written");
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
}
