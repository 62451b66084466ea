package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.StreamHabits.TokenIn;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshake and the frames, byte for byte. */
class WebSocketWireTest {
  private static final String HANDSHAKE =
      String.join(
          "\r\n",
          "GET /stream HTTP/1.1",
          "Host: x",
          "Upgrade: websocket",
          "Connection: keep-alive, Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "",
          "");

  private final World world = World.open();
  private final SimulatedStream stream = world.stream("events");

  @BeforeEach
  void letAnybodyIn() {
    stream.habits().tokenIn(TokenIn.NONE);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The example of RFC 6455 section 1.3. */
  @Test
  void provesThatItUnderstoodTheHandshake() throws Exception {
    try (RawUser user = new RawUser(stream.uri())) {
      user.send(HANDSHAKE + masked(0x88, ""));

      String all = user.readAll();
      assertThat(all).startsWith("HTTP/1.1 101 ");
      assertThat(all).contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
      assertThat(all).doesNotContain("Content-Length").endsWith("\r\n\r\n\u0088\0");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET                       | POST       | 405",
        "Upgrade: websocket        | Upgrade: x | 426",
        "keep-alive, Upgrade       | keep-alive | 426",
        "Version: 13               | Version: 8 | 426",
        "dGhlIHNhbXBsZSBub25jZQ==  | c2hvcnQ=   | 400",
        "dGhlIHNhbXBsZSBub25jZQ==  | !          | 400"
      })
  void refusesOtherRequests(String part, String other, int status) throws Exception {
    String request = HANDSHAKE.replace(part, other);
    try (RawUser user = new RawUser(stream.uri())) {
      user.send(request);
      byte[] start = new byte[12];
      for (int i = 0; i < start.length; i++) {
        start[i] = (byte) user.read();
      }
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 " + status);
    }
  }

  @Test
  void answersPingsWithTheirPayload() throws Exception {
    assertThat(answerTo(masked(0x89, "abc") + masked(0x88, "\u0003\u00E8")))
        .isEqualTo("\u008A\u0003abc\u0088\u0002\u0003\u00E8");
  }

  @Test
  void closesWithTheCodeOfWhatIsWrong() throws Exception {
    assertThat(answerTo("\u0081\u0001x")).startsWith("\u0088").contains("\u0003\u00EA");
    assertThat(answerTo(masked(0xC1, "x"))).contains("\u0003\u00EA");
    assertThat(answerTo(masked(0x81, "\u00FF"))).contains("\u0003\u00EF");
    assertThat(answerTo(masked(0x80, "x"))).contains("\u0003\u00EA");
    assertThat(answerTo("\u0081\u00FF\0\0\0\0\0 \0\0")).contains("\u0003\u00F1");
    assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
  }

  private String answerTo(String frames) throws Exception {
    try (RawUser user = new RawUser(stream.uri())) {
      user.send(HANDSHAKE + frames);
      String all = user.readAll();
      return all.substring(all.indexOf("\r\n\r\n") + 4);
    }
  }

  private static String masked(int first, String payload) {
    return (char) first + "" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
  }
}
