package dev.keybearer.simulator.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  private static final int FIN = 0x80;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

  @Test
  void readsTextsOneAfterTheOther() throws Exception {
    frame(FIN | Frame.TEXT, bytes("häßlich"));
    frame(FIN | Frame.TEXT, bytes(""));
    MessageReader reader = reader();

    assertThat(reader.next()).isEqualTo(new Message.Text("häßlich"));
    assertThat(reader.next()).isEqualTo(new Message.Text(""));
    assertThat(reader.next()).isNull();
  }

  @Test
  void putsFragmentsTogetherAroundPings() throws Exception {
    byte[] text = bytes("ä");
    frame(Frame.TEXT, Arrays.copyOf(text, 1));
    frame(FIN | Frame.PING, bytes("p"));
    frame(Frame.CONTINUATION, new byte[0]);
    frame(FIN | Frame.CONTINUATION, Arrays.copyOfRange(text, 1, 2));
    MessageReader reader = reader();

    assertThat(reader.next()).isInstanceOf(Message.Ping.class);
    assertThat(reader.next()).isEqualTo(new Message.Text("ä"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 127, 0xFFFF, 0x10000, MessageReader.LARGEST})
  void readsEveryFormOfLength(int length) throws Exception {
    frame(FIN | Frame.TEXT, bytes("x".repeat(length)));

    assertThat(reader().next()).isEqualTo(new Message.Text("x".repeat(length)));
  }

  @Test
  void refusesMessageOneByteTooLarge() throws Exception {
    frame(FIN | Frame.TEXT, new byte[MessageReader.LARGEST + 1]);
    violates(1009);
  }

  @Test
  void refusesFragmentsThatAreTooLargeTogether() throws Exception {
    frame(Frame.TEXT, new byte[MessageReader.LARGEST]);
    frame(FIN | Frame.CONTINUATION, new byte[1]);
    violates(1009);
  }

  @Test
  void refusesLengthBeyondAnyMemory() {
    raw(FIN | Frame.TEXT, 0x80 | 127, 0x7F, 255, 255, 255, 255, 255, 255, 255);
    violates(1009);
  }

  @Test
  void refusesNegativeLength() {
    raw(FIN | Frame.TEXT, 0x80 | 127, 0x80, 0, 0, 0, 0, 0, 0, 0);
    violates(1002);
  }

  @Test
  void refusesLengthInLongerFormThanNeeded() {
    raw(FIN | Frame.TEXT, 0x80 | 126, 0, 125);
    violates(1002);
    raw(FIN | Frame.TEXT, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF);
    violates(1002);
  }

  @Test
  void refusesUnmaskedFrame() {
    raw(FIN | Frame.TEXT, 1, 'x');
    violates(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
  void refusesReservedBits(int bits) throws Exception {
    frame(FIN | bits | Frame.TEXT, bytes("x"));
    violates(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void refusesUnknownOpcodes(int opcode) throws Exception {
    frame(FIN | opcode, bytes("x"));
    violates(1002);
  }

  @Test
  void refusesBinary() throws Exception {
    frame(FIN | Frame.BINARY, bytes("x"));
    violates(1003);
  }

  @Test
  void refusesContinuationOfNothing() throws Exception {
    frame(FIN | Frame.CONTINUATION, bytes("x"));
    violates(1002);
  }

  @Test
  void refusesMessageInsideMessage() throws Exception {
    frame(Frame.TEXT, bytes("x"));
    frame(FIN | Frame.TEXT, bytes("x"));
    violates(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {Frame.PING, Frame.PONG, Frame.CLOSE})
  void refusesControlFramesThatAreFragmentedOrLarge(int opcode) throws Exception {
    frame(opcode, bytes(""));
    violates(1002);
    frame(FIN | opcode, new byte[126]);
    violates(1002);
  }

  @Test
  void refusesTextThatIsNotUtf8() throws Exception {
    frame(FIN | Frame.TEXT, new byte[] {(byte) 0xC3});
    violates(1007);
    frame(FIN | Frame.TEXT, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
    violates(1007);
    frame(FIN | Frame.CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xFF});
    violates(1007);
  }

  @ParameterizedTest
  @CsvSource({"1000,1000", "1014,1014", "3000,3000", "4999,4999"})
  void readsCloseCodesThatMayBeSaid(int said, int read) throws Exception {
    frame(FIN | Frame.CLOSE, close(said, "why"));
    assertThat(reader().next()).isEqualTo(new Message.Close(read, "why"));
  }

  @Test
  void readsCloseWithoutCode() throws Exception {
    frame(FIN | Frame.CLOSE, new byte[0]);
    assertThat(reader().next()).isEqualTo(new Message.Close(1005, ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535})
  void refusesCloseCodesThatMayNotBeSaid(int code) throws Exception {
    frame(FIN | Frame.CLOSE, close(code, ""));
    violates(1002);
  }

  @Test
  void refusesHalfCloseCode() throws Exception {
    frame(FIN | Frame.CLOSE, new byte[] {3});
    violates(1002);
  }

  @Test
  void failsWhenTheClientEndsInsideFrame() throws Exception {
    frame(FIN | Frame.TEXT, bytes("hello"));
    byte[] whole = wire.toByteArray();
    for (int length = 1; length < whole.length; length++) {
      MessageReader cut = new MessageReader(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
      assertThatThrownBy(cut::next).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void writesWhatClientsCanRead() {
    assertThat(Frame.text("hi")).containsExactly(0x81, 2, 'h', 'i');
    assertThat(Frame.pong(bytes("x"))).containsExactly(0x8A, 1, 'x');
    assertThat(Frame.close(1000, "")).containsExactly(0x88, 2, 3, 0xE8);
    assertThat(Frame.close()).containsExactly(0x88, 0);
    assertThat(Frame.close(1000, "x".repeat(200))).hasSize(2 + 125);
    assertThat(Frame.text("x".repeat(125))).hasSize(2 + 125);
    assertThat(Frame.text("x".repeat(126))).hasSize(4 + 126).startsWith(0x81, 126, 0, 126);
    assertThat(Frame.text("x".repeat(0xFFFF))).hasSize(4 + 0xFFFF);
    assertThat(Frame.text("x".repeat(0x10000)))
        .hasSize(10 + 0x10000)
        .startsWith(0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0);
  }

  private void violates(int code) {
    assertThatThrownBy(
            () -> {
              MessageReader reader = reader();
              while (reader.next() != null) {
                // On to the one that is wrong.
              }
            })
        .isInstanceOfSatisfying(
            Violation.class, violation -> assertThat(violation.code()).isEqualTo(code));
    wire.reset();
  }

  private MessageReader reader() {
    return new MessageReader(new ByteArrayInputStream(wire.toByteArray()));
  }

  private void raw(int... bytes) {
    for (int each : bytes) {
      wire.write(each);
    }
  }

  private void frame(int first, byte[] payload) throws IOException {
    wire.write(first);
    int length = payload.length;
    if (length < 126) {
      wire.write(0x80 | length);
    } else if (length <= 0xFFFF) {
      wire.write(0x80 | 126);
      wire.write(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      wire.write(0x80 | 127);
      wire.write(ByteBuffer.allocate(8).putLong(length).array());
    }
    wire.write(MASK);
    for (int i = 0; i < length; i++) {
      wire.write(payload[i] ^ MASK[i % 4]);
    }
  }

  private static byte[] close(int code, String reason) {
    byte[] why = bytes(reason);
    return ByteBuffer.allocate(2 + why.length).putShort((short) code).put(why).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
