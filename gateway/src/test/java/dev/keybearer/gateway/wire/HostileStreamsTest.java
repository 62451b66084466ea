package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.EncryptedScene;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.RawStreams;
import dev.keybearer.gateway.scene.RawStreams.Frame;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.wire.message.MalformedHead;
import dev.keybearer.gateway.wire.message.StreamCodec;
import dev.keybearer.gateway.wire.message.StreamHead;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as only attackers speak it (G1, G13). */
class HostileStreamsTest {
  private static final int UNKNOWN = 0x42;

  private final EncryptedScene scene = EncryptedScene.open();

  HostileStreamsTest() {
    scene.gateway().route("/**", "GET", "POST", "OPTIONS");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** One stream is reset, written down, and nobody else on the connection notices. */
  @ParameterizedTest
  @EnumSource
  void resetsTheStreamOfAMalformedHead(MalformedHead malformed) {
    try (RawStreams streams = scene.connect()) {
      streams.head(1, true, malformed.fields()).get(3, "/b").flush();

      assertThat(reset(streams, 1)).isEqualTo(RawStreams.PROTOCOL_ERROR);
      assertThat(headOf(streams, 3).isOk()).isTrue();
    }
    assertThat(scene.upstream().seen()).extracting(seen -> seen.target()).containsExactly("/b");
    assertThat(scene.gateway().calls().malformed()).containsExactly(WireFault.FRAMING);
  }

  @ParameterizedTest
  @CsvSource({
    "shorter, 5, hell",
    "longer, 5, hello!",
    "none, 5, ''",
    "some where none is told, 0, x",
    "a sign, +5, hello",
    "negative, -5, hello",
    "a word, five, hello",
    "two that differ, '5, 6', hello"
  })
  void resetsTheStreamOfABodyThatHasNotTheLengthItTells(String what, String told, String body) {
    try (RawStreams streams = scene.connect()) {
      streams.head(1, false, post("content-length: " + told)).data(1, true, body).flush();

      assertThat(reset(streams, 1)).as(what).isEqualTo(RawStreams.PROTOCOL_ERROR);
      assertThat(headOf(streams.get(3, "/b").flush(), 3).isOk()).isTrue();
    }
    assertThat(scene.gateway().calls().malformed()).containsExactly(WireFault.FRAMING);
    assertThat(scene.upstream().seen()).extracting(seen -> seen.target()).containsExactly("/b");
  }

  /** Two that are the same are refused as over HTTP/1.1, and not made one. */
  @Test
  void refusesSeveralLengths() {
    try (RawStreams streams = scene.connect()) {
      streams
          .head(1, false, post("content-length: 5", "content-length: 5"))
          .data(1, true, "hello")
          .flush();

      assertThat(headOf(streams, 1).isOk()).isFalse();
      assertThat(frame(streams, 1, RawStreams.DATA).text()).contains("malformed_request");
    }
    assertThat(scene.upstream().seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {":path: /b", "X-Capital: a", "x: a\r\nb"})
  void resetsTheStreamOfMalformedTrailers(String field) {
    try (RawStreams streams = scene.connect()) {
      streams.head(1, false, post()).data(1, false, "hello").head(1, true, field).flush();

      assertThat(reset(streams, 1)).isEqualTo(RawStreams.PROTOCOL_ERROR);
    }
    assertThat(scene.upstream().seen()).isEmpty();
  }

  @Test
  void dropsTrailers() {
    try (RawStreams streams = scene.connect()) {
      streams
          .head(1, false, post())
          .data(1, false, "hello")
          .head(1, true, "x-sum: 7", "host: other", "content-length: 1")
          .flush();

      assertThat(headOf(streams, 1).isOk()).isTrue();
    }
    assertThat(scene.upstream().seen().getFirst().body()).isEqualTo("hello");
    assertThat(scene.upstream().seen().getFirst().head()).doesNotContain("x-sum", "other");
  }

  @Test
  void answersAHeadBeyondItsLimitAndWritesItDown() {
    try (RawStreams streams = scene.connect()) {
      String value = "a".repeat(33 << 10);
      streams.get(1, "/a", "x-long: " + value.substring(0, 16_000)).flush();
      assertThat(headOf(streams, 1).isOk()).isTrue();

      byte[] block =
          RawStreams.block(RawStreams.with(RawStreams.request("GET", "/a"), "x: " + value));
      streams.frame(RawStreams.HEADERS, RawStreams.END_STREAM, 3, part(block, 0, 16_000));
      streams.frame(RawStreams.CONTINUATION, 0, 3, part(block, 16_000, 32_000));
      streams.frame(
          RawStreams.CONTINUATION, RawStreams.END_HEADERS, 3, part(block, 32_000, block.length));
      streams.flush();

      assertThat(headOf(streams, 3).isOk()).isFalse();
      assertThat(headOf(streams.get(5, "/a").flush(), 5).isOk()).isTrue();
    }
    Eventually.holds(
        "it is written down",
        () -> scene.gateway().calls().malformed().equals(List.of(WireFault.LONG_HEADER)));
  }

  @Test
  void answersTooManyFields() {
    String[] fields = RawStreams.request("GET", "/a");
    for (int i = 0; i < StreamHead.MOST_FIELDS; i++) {
      fields = RawStreams.with(fields, "x-" + i + ": y");
    }
    try (RawStreams streams = scene.connect()) {
      streams.head(1, true, fields).flush();

      assertThat(headOf(streams, 1).isOk()).isFalse();
      assertThat(frame(streams, 1, RawStreams.DATA).text()).contains("long_header");
    }
    assertThat(scene.gateway().calls().malformed()).containsExactly(WireFault.LONG_HEADER);
  }

  /** A head that never ends costs no more than one that is too long. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_000})
  void endsConnectionsOfHeadsWithoutEnd(int piece) {
    try (RawStreams streams = scene.connect()) {
      streams.frame(RawStreams.HEADERS, RawStreams.END_STREAM, 1, new byte[0]);
      for (int i = 0; i < 1_000 && !streams.isGone(); i++) {
        streams.frame(RawStreams.CONTINUATION, 0, 1, new byte[piece]).flush();
      }

      assertEnded(streams);
    }
    assertThat(scene.upstream().seen()).isEmpty();
  }

  /** What each of the floods is made of. */
  enum Flood {
    PINGS(WireFault.FLOOD),
    SETTINGS(WireFault.FLOOD),
    PRIORITIES(WireFault.FLOOD),
    UNKNOWN_FRAMES(WireFault.FLOOD),
    EMPTY_DATA(WireFault.FLOOD),
    RESETS(WireFault.FLOOD),
    MALFORMED_HEADS(WireFault.FRAMING);

    private final WireFault fault;

    Flood(WireFault fault) {
      this.fault = fault;
    }

    void put(RawStreams streams, int number) {
      int stream = 2 * number + 3;
      switch (this) {
        case PINGS -> streams.frame(RawStreams.PING, 0, 0, new byte[8]);
        case SETTINGS -> streams.frame(RawStreams.SETTINGS, 0, 0, new byte[0]);
        case PRIORITIES -> streams.frame(RawStreams.PRIORITY, 0, 1, new byte[5]);
        case UNKNOWN_FRAMES -> streams.frame(UNKNOWN, 0, 1, new byte[10_000]);
        case EMPTY_DATA -> streams.data(1, false, "");
        case RESETS -> streams.get(stream, "/a").reset(stream);
        case MALFORMED_HEADS -> streams.head(stream, true, ":method: GET");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAFlood(Flood flood) {
    scene.upstream().always(Reply.silence());
    try (RawStreams streams = scene.connect()) {
      streams.head(1, false, post()).flush();
      Eventually.holds("it has begun", () -> scene.upstream().openConnections() == 1);
      for (int i = 0; i < 5_000 && !streams.isGone(); i++) {
        flood.put(streams, i);
        if (i % 50 == 49) {
          streams.flush();
        }
      }

      assertEnded(streams);
    }
    assertThat(scene.gateway().calls().malformed()).contains(flood.fault);
    Eventually.holds("the call has ended", () -> !scene.gateway().calls().all().isEmpty());
    assertThat(scene.gateway().calls().all())
        .allMatch(each -> each.ending().how() == How.CALLER_LEFT);
  }

  /** Up to its limit anything is taken. */
  @Test
  void bearsWhatHonestClientsSend() {
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i < IdleFrames.MOST - 2; i++) { // settings have come as well
        Flood.PINGS.put(streams, i);
      }
      for (int i = 0; i < StreamCodec.MOST_RESETS; i++) {
        Flood.RESETS.put(streams, i);
      }
      streams.get(9_001, "/last").flush();

      assertThat(headOf(streams, 9_001).isOk()).isTrue();
    }
  }

  /** A rapid reset (CVE-2023-44487) makes nobody else work. */
  @Test
  void showsNoUpstreamWhatIsTakenBackAtOnce() {
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i < 100; i++) {
        Flood.RESETS.put(streams, i);
      }
      streams.get(9_001, "/last").flush();

      assertThat(headOf(streams, 9_001).isOk()).isTrue();
    }
    assertThat(scene.upstream().seen()).extracting(seen -> seen.target()).containsExactly("/last");
    assertThat(scene.gateway().calls().all()).hasSize(1);
  }

  @Test
  void beginsNothingOnAConnectionThatWhatCameLastHasEnded() {
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i < 50; i++) {
        streams.get(2 * i + 1, "/a");
      }
      streams.get(2, "/even").flush();

      assertEnded(streams);
    }
    Eventually.holds("it is gone", () -> scene.gateway().wire().counts().clients() == 0);
    assertThat(scene.upstream().seen()).isEmpty();
    assertThat(scene.gateway().calls().malformed()).containsExactly(WireFault.FRAMING);
  }

  /** Its answer goes out before its body is read: that is nothing a caller could help. */
  @Test
  void takesNoRefusedUploadForAFlood() {
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i < 2 * StreamCodec.MOST_RESETS; i++) {
        int stream = 2 * i + 1;
        streams
            .head(stream, false, RawStreams.request("PUT", "/a"))
            .data(stream, true, "x")
            .flush();
        assertThat(headOf(streams, stream).isOk()).isFalse();
      }
      assertThat(headOf(streams.get(9_001, "/last").flush(), 9_001).isOk()).isTrue();
    }
    assertThat(scene.gateway().calls().malformed()).isEmpty();
    scene.connect().close();
  }

  /** What an upstream breaks off says nothing against its caller. */
  @Test
  void takesNoUpstreamThatBreaksForAFlood() {
    scene.upstream().always(Reply.thenClosing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i <= StreamCodec.MOST_RESETS; i++) {
        int stream = 2 * i + 1;
        assertThat(reset(streams.get(stream, "/a").flush(), stream)).isEqualTo(2); // INTERNAL_ERROR
      }
      scene.upstream().always(Reply.of(200, "ok"));
      assertThat(headOf(streams.get(9_001, "/last").flush(), 9_001).isOk()).isTrue();
    }
    assertThat(scene.gateway().calls().malformed()).isEmpty();
  }

  @Test
  void refusesMoreStreamsThanAreAllowed() {
    scene.upstream().always(Reply.silence());
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i < StreamCodec.MOST_STREAMS; i++) {
        streams.get(2 * i + 1, "/a");
      }
      streams.flush();
      scene.upstream().await(StreamCodec.MOST_STREAMS);

      streams.get(2 * StreamCodec.MOST_STREAMS + 1, "/more").flush();

      assertThat(reset(streams, 2 * StreamCodec.MOST_STREAMS + 1)).isEqualTo(7); // REFUSED_STREAM
    }
    assertThat(scene.upstream().seen()).noneMatch(seen -> seen.target().equals("/more"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void endsConnectionsOfStreamsThatAClientCannotOpen(int stream) {
    try (RawStreams streams = scene.connect()) {
      streams.get(stream, "/a").flush();

      assertEnded(streams);
    }
  }

  private static void assertEnded(RawStreams streams) {
    Frame last = streams.awaitGoAway();
    // It may be lost when the connection is closed with unread octets.
    assertThat(last == null || last.code() != RawStreams.NO_ERROR).isTrue();
  }

  private static String[] post(String... fields) {
    return RawStreams.with(RawStreams.request("POST", "/a"), fields);
  }

  private static byte[] part(byte[] octets, int from, int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  private static int reset(RawStreams streams, int stream) {
    return frame(streams, stream, RawStreams.RESET).code();
  }

  private static Frame headOf(RawStreams streams, int stream) {
    return frame(streams, stream, RawStreams.HEADERS);
  }

  private static Frame frame(RawStreams streams, int stream, int type) {
    return streams.await(stream, type);
  }
}
