package dev.keybearer.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderTest {
  @Test
  void readsRequestsOneAfterTheOther() throws Exception {
    Reader reader =
        lines(
            "POST /a?b=c HTTP/1.1",
            "Content-Length: 2",
            "X-y:  z ",
            "",
            "hiGET / HTTP/1.1",
            "",
            "");

    Reader.Head first = head(reader);
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.path()).isEqualTo("/a");
    assertThat(first.query()).isEqualTo("b=c");
    assertThat(first.fields().first("x-Y")).isEqualTo("z");
    assertThat(reader.body(first)).isEqualTo("hi");
    assertThat(reader.body(head(reader))).isEmpty();
    assertThat(reader.head()).isNull();
  }

  @Test
  void readsChunkedBody() throws Exception {
    Reader reader =
        lines(
            "POST / HTTP/1.1",
            "Transfer-Encoding: chunked",
            "",
            "2;x=y",
            "ab",
            "A",
            "0123456789",
            "0",
            "Trailer: t",
            "",
            "GET / HTTP/1.1",
            "",
            "");

    assertThat(reader.body(head(reader))).isEqualTo("ab0123456789");
    assertThat(head(reader).method()).isEqualTo("GET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/2\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x"
      })
  void refusesMalformedHead(String head) {
    assertThatThrownBy(() -> reader(head).head()).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "", "4194305", "99999999999", "3"})
  void refusesLengthThatIsMalformedTooLargeOrNotThere(String length) throws Exception {
    Reader reader = reader("POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\nhi");
    Reader.Head head = head(reader);

    assertThatThrownBy(() -> reader.body(head)).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x\r\n", "5\r\nab", "-1\r\n", "400001\r\n"})
  void refusesMalformedChunks(String chunks) throws Exception {
    Reader reader = reader("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    Reader.Head head = head(reader);

    assertThatThrownBy(() -> reader.body(head)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesHeadBeyondItsLimit() throws Exception {
    String start = "GET / HTTP/1.1\r\n";

    assertThat(reader(start + "a: " + "x".repeat(65_000) + "\r\n\r\n").head()).isNotNull();
    assertThatThrownBy(() -> reader(start + "a: " + "x".repeat(65_536)).head())
        .isInstanceOf(ProtocolException.class);
  }

  private static Reader lines(String... lines) {
    return reader(String.join("\r\n", lines));
  }

  private static Reader reader(String bytes) {
    return new Reader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Reader.Head head(Reader reader) throws IOException {
    Reader.Head head = reader.head();
    if (head == null) {
      throw new AssertionError("no head");
    }
    return head;
  }
}
