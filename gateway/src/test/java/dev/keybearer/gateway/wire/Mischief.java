package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import java.util.Locale;
import java.util.function.BiConsumer;

/** A call that goes wrong, or right, and what its two ends do about it. */
@SuppressWarnings("ImmutableEnumChecker") // what they hold are functions
enum Mischief {
  NONE(Reply.of(200, "ok"), Mischief::get),
  NONE_TWICE(Reply.of(200, "ok"), Mischief::getTwice),
  HALF_LENGTH(Reply.thenClosing(ok("Content-Length: 10", "half")), Mischief::get),
  HALF_CHUNK(Reply.thenClosing(ok("Transfer-Encoding: chunked", "a\r\nhalf")), Mischief::get),
  TO_THE_END(Reply.thenClosing(ok("X-A: b", "to the end")), Mischief::get),
  RESET_BEFORE(Reply.reset(), Mischief::get),
  RESET_WITHIN(Reply.thenReset(ok("Content-Length: 10", "half")), Mischief::get),
  AMBIGUOUS(Reply.text(ok("Content-Length: 2\r\nTransfer-Encoding: chunked", "ok")), Mischief::get),
  TOO_MUCH(Reply.text(ok("Content-Length: 2", "ok and more")), Mischief::getTwice),
  SILENT(Reply.silence(), Mischief::get),
  LEAVES_BEFORE(Reply.silence(), Mischief::askAndLeave),
  LEAVES_WITHIN(
      Reply.text(ok("Content-Length: 1000000", "x".repeat(1_000_000))), Mischief::leaveWithin),
  LEAVES_ITS_BODY(Reply.of(200, "ok"), Mischief::leaveBody),
  NO_REQUEST(Reply.of(200, "ok"), Mischief::noRequest),
  NO_CHUNK(Reply.of(200, "ok"), Mischief::noChunk),
  TOO_LONG(Reply.of(200, "ok"), Mischief::tooLong);

  private final Reply reply;
  private final BiConsumer<RawClient, String> caller;

  Mischief(Reply reply, BiConsumer<RawClient, String> caller) {
    this.reply = reply;
    this.caller = caller;
  }

  /** What its path begins with. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the upstream does. */
  Reply reply() {
    return reply;
  }

  /** What the caller does. */
  void call(int port, String target) {
    try (RawClient client = RawClient.connect(port)) {
      caller.accept(client, target);
    }
  }

  private static String ok(String fields, String body) {
    return "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n" + body;
  }

  private static String get(String target, String field) {
    return "GET " + target + " HTTP/1.1\r\nHost: api\r\n" + field + "\r\n\r\n";
  }

  private static void get(RawClient client, String target) {
    client.send(get(target, "Connection: close"));
    client.readToEnd();
  }

  private static void getTwice(RawClient client, String target) {
    client.send(get(target, "X-A: b") + get(target, "Connection: close"));
    client.readToEnd();
  }

  private static void askAndLeave(RawClient client, String target) {
    client.send(get(target, "X-A: b"));
    client.reset();
  }

  private static void leaveWithin(RawClient client, String target) {
    client.send(get(target, "X-A: b"));
    client.read(1_000);
    client.reset();
  }

  private static void leaveBody(RawClient client, String target) {
    client.send("POST " + target + " HTTP/1.1\r\nHost: api\r\nContent-Length: 100\r\n\r\nhalf");
    client.reset();
  }

  private static void noRequest(RawClient client, String target) {
    client.send(" " + get(target, "X-A: b"));
    client.readToEnd();
  }

  private static void noChunk(RawClient client, String target) {
    client.send(
        "POST "
            + target
            + " HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    client.sendInPieces("5 \r\nworld\r\n0\r\n\r\n", 4);
    client.readToEnd();
  }

  private static void tooLong(RawClient client, String target) {
    client.send("POST " + target + " HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.sendInPieces(
        "1000\r\n" + "x".repeat(0x1000) + "\r\n1000\r\n" + "x".repeat(0x1000), 0x800);
    client.readToEnd();
  }
}
