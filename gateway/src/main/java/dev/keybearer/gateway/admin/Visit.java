package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.Acts.Act;
import dev.keybearer.gateway.admin.Acts.Action;
import dev.keybearer.gateway.path.JudgedPath;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** One request whose path was judged. */
final class Visit {
  private final String call;
  private final Request request;
  private final JudgedPath path;
  private Visitor visitor = Visitor.NOBODY;
  private byte[] body = new byte[0];

  Visit(String call, Request request, JudgedPath path) {
    this.call = call;
    this.request = request;
    this.path = path;
  }

  /** Somebody was let in. */
  void enter(Visitor entered) {
    visitor = entered;
  }

  /** Reads what came with it. */
  void read() throws IOException, BadRequest {
    byte[] whole = request.body().readNBytes(Bounds.BODY + 1);
    if (whole.length > Bounds.BODY) {
      throw new BadRequest(413, "a body of at most " + Bounds.BODY + " bytes is expected");
    }
    body = whole;
  }

  /** The name of the request. */
  String call() {
    return call;
  }

  Request request() {
    return request;
  }

  JudgedPath path() {
    return path;
  }

  Visitor visitor() {
    return visitor;
  }

  /** What came with it; nothing as long as it has not been read. */
  byte[] body() {
    return body;
  }

  /** The name in a segment of the path; the first segment is number 0. */
  String name(int segment) {
    // A judged path has no plain plus, which this would take for a space.
    return URLDecoder.decode(path.path().split("/", -1)[segment + 1], StandardCharsets.UTF_8);
  }

  Act act(Action action, String target) {
    return new Act(call, visitor.name(), request.origin().text(), action, target);
  }
}
