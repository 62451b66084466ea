package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.SignedTokens;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A request of the load.
 *
 * @param octets of it, to be duplicated
 * @param expected status of its answer
 */
public record Order(ByteBuf octets, int expected) {
  private static final int GOOD = 200;

  /** One for each token of a file; before the token may stand the status that is expected. */
  static List<Order> read(Path tokens) throws IOException {
    return SignedTokens.read(tokens).texts().stream().map(Order::of).toList();
  }

  /** Lets such a token be refused: the line for it in a file of tokens. */
  public static String refused(String token) {
    return "401 " + token;
  }

  private static Order of(String line) {
    int space = line.indexOf(' ');
    int expected = space < 0 ? GOOD : Integer.parseInt(line.substring(0, space));
    String head =
        """
        GET /orders/4711?limit=20 HTTP/1.1\r
        Host: orders.example.com\r
        User-Agent: load/1.0\r
        Accept: application/json\r
        Accept-Encoding: gzip\r
        X-Request-Id: 5f0c9a37-2f7e-4c83-9d31-6a1d6f9a2b10\r
        Authorization: Bearer %s\r
        \r
        """
            .formatted(line.substring(space + 1));
    byte[] octets = head.getBytes(StandardCharsets.US_ASCII);
    return new Order(
        Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(octets)), expected);
  }

  /** What is expected and not the token. */
  @Override
  public String toString() {
    return "Order[" + expected + "]";
  }
}
