package dev.keybearer.simulator.socket;

import dev.keybearer.simulator.http.Wire;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one WebSocket (RFC 6455). It does nothing by itself: whoever reads it answers
 * pings and goodbyes. One thread reads; any thread may write or end it.
 */
public final class WebSocket {
  private final Wire wire;
  private final OutputStream out;
  private final MessageReader reader;

  /** The end of a connection that has just switched. */
  public WebSocket(Wire wire) throws IOException {
    this.wire = wire;
    this.out = wire.out();
    this.reader = new MessageReader(wire.in());
  }

  /**
   * Waits for what the client says next; null when it has ended.
   *
   * @throws Violation when the client breaks the rules
   */
  public @Nullable Message read() throws IOException {
    return reader.next();
  }

  /** Writes whole frames; waits while the client does not read. */
  public synchronized void write(byte[] frames) throws IOException {
    out.write(frames);
    out.flush();
  }

  /** Takes bytes for nothing until the client ends. */
  public void swallow() throws IOException {
    wire.in().transferTo(OutputStream.nullOutputStream());
  }

  /** Whether it has been closed from this side. */
  public boolean isClosed() {
    return wire.isClosed();
  }

  /** Sends no more, which the client sees behind the last frame. */
  public void finish() {
    wire.finish();
  }

  /** Ends it with a reset. */
  public void reset() {
    wire.reset();
  }

  /** Ends it; may be called twice. */
  public void close() {
    wire.close();
  }
}
