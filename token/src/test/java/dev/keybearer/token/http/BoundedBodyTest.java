package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R8, X2, F6: what is read of an answer is bounded, however its length is told. */
class BoundedBodyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Exchange exchange = JdkExchange.of();

  @ParameterizedTest
  @ValueSource(ints = {0, Ask.ANSWER_LIMIT - 1, Ask.ANSWER_LIMIT})
  void readsBodyUpToTheLimit(int length) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    try (FakeServer server = FakeServer.answering(head + "x".repeat(length))) {
      assertThat(exchange.send(Ask.get(server.uri("/")), LIMIT).body()).hasSize(length);
    }
  }

  @Test
  void refusesBodyOneByteBeyondTheLimit() throws Exception {
    int length = Ask.ANSWER_LIMIT + 1;
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    try (FakeServer server = FakeServer.answering(head + "x".repeat(length))) {
      assertTooLong(Ask.get(server.uri("/")));
    }
  }

  @Test
  void takesTheLimitOfTheRequest() throws Exception {
    try (FakeServer server =
        FakeServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd")) {
      Ask ask = Ask.get(server.uri("/"));

      assertThat(exchange.send(ask.withAnswerLimit(4), LIMIT).body()).hasSize(4);
      assertThatExceptionOfType(NoAnswer.class)
          .isThrownBy(() -> exchange.send(ask.withAnswerLimit(3), LIMIT))
          .withMessageContaining("longer than 3 bytes");
    }
  }

  @Test
  void dropsConnectionOfEndlessBody() throws Exception {
    try (FakeServer server = endless("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000))) {
      assertTooLong(Ask.get(server.uri("/")));
      assertThat(server.isDropped()).isTrue();
    }
  }

  @Test
  void dropsConnectionOfEndlessChunks() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (FakeServer server = endless(head, "3e8\r\n" + "x".repeat(1000) + "\r\n")) {
      assertTooLong(Ask.get(server.uri("/")));
      assertThat(server.isDropped()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "identity, gzip", "x"})
  void refusesEncodedBodyUnread(String encoding) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\n\r\n";
    try (FakeServer server = endless(head, "x")) {
      assertThatExceptionOfType(NoAnswer.class)
          .isThrownBy(() -> exchange.send(Ask.get(server.uri("/")), LIMIT))
          .withMessageContaining("compressed")
          .satisfies(failure -> assertThat(failure.fate()).isEqualTo(NoAnswer.Fate.UNKNOWN));
      assertThat(server.isDropped()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity", ""})
  void readsBodyThatSaysItIsNotEncoded(String encoding) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\n";
    try (FakeServer server = FakeServer.answering(head + "Content-Length: 2\r\n\r\nok")) {
      assertThat(exchange.send(Ask.get(server.uri("/")), LIMIT).body()).hasSize(2);
    }
  }

  private void assertTooLong(Ask ask) {
    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> exchange.send(ask, LIMIT))
        .withMessageContaining("longer than 65536 bytes")
        .satisfies(failure -> assertThat(failure.fate()).isEqualTo(NoAnswer.Fate.UNKNOWN));
  }

  private static FakeServer endless(String head, String part) throws IOException {
    return FakeServer.doing(
        (fake, socket) -> {
          fake.readRequest(socket);
          OutputStream out = socket.getOutputStream();
          out.write(head.getBytes(ISO_8859_1));
          while (true) {
            out.write(part.getBytes(ISO_8859_1));
          }
        });
  }
}
