package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Line;
import io.netty.handler.codec.http.DefaultHttpObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as it came, or what is wrong with it. Its text form shows nothing of it.
 */
public final class RequestHead extends DefaultHttpObject {
  private final String method;
  private final String target;
  private final List<Line> lines;
  private final Framing framing;
  private final @Nullable WireFault fault;

  public RequestHead(String method, String target, List<Line> lines, Framing framing) {
    this.method = method;
    this.target = target;
    this.lines = lines;
    this.framing = framing;
    this.fault = null;
  }

  /** What came is none. */
  public RequestHead(WireFault fault) {
    this.method = "";
    this.target = "";
    this.lines = List.of();
    this.framing = new Framing(true, false, Framing.UNTOLD, false);
    this.fault = fault;
  }

  /** What is wrong with it, or null; then there is nothing else to be known. */
  public @Nullable WireFault fault() {
    return fault;
  }

  public String method() {
    return method;
  }

  public String target() {
    return target;
  }

  public List<Line> lines() {
    return lines;
  }

  public Framing framing() {
    return framing;
  }

  @Override
  public String toString() {
    return "RequestHead[" + lines.size() + " lines]";
  }
}
