package dev.keybearer.gateway.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.keybearer.gateway.scene.TestTls;
import dev.keybearer.gateway.signal.Post.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request to an address that was judged (X1, X2), on real sockets. */
@Timeout(60)
class PostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BRIEF = Duration.ofMillis(300);
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Post post = new Post(Resolver.platform(), clock);
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    clock.shutdownNow();
  }

  @Test
  void sendsWhatItIsGivenAndReadsTheAnswer() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      receiver.answers("HTTP/1.1 503 Later\r\nDate: d\r\nRETRY-AFTER:  7 \r\n\r\n");

      Reply reply = post.send(Hooks.plain(receiver), Map.of("webhook-id", "m"), BODY, PATIENCE);

      assertThat(reply).isEqualTo(new Reply(503, "7", "d"));
      FakeReceiver.Message got = receiver.messages.getFirst();
      assertThat(got.start()).isEqualTo("POST /hooks?key=1 HTTP/1.1");
      assertThat(got.body()).isEqualTo("{}");
      assertThat(got.fields())
          .containsEntry("host", "127.0.0.1:" + receiver.port())
          .containsEntry("content-type", "application/json")
          .containsEntry("connection", "close")
          .containsEntry("webhook-id", "m");
    }
  }

  @Test
  void readsTheAnswerBehindThoseThatComeBefore() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      receiver.answers("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + FakeReceiver.OK);

      assertThat(send(Hooks.plain(receiver)).status()).isEqualTo(204);
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open();
        FakeReceiver elsewhere = FakeReceiver.open()) {
      String location = "Location: " + elsewhere.at("http", "127.0.0.1") + "\r\n";
      receiver.answers(FakeReceiver.status(307, location));

      assertThat(send(Hooks.plain(receiver)).status()).isEqualTo(307);
      assertThat(elsewhere.messages).isEmpty();
    }
  }

  /** The address is judged once, and that very one is connected to (X1, rebinding). */
  @Test
  void connectsToTheAddressThatWasJudgedWhateverTheNameSaysNext() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      Queue<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1"));
      Post rebound = new Post(host -> addresses(answers.remove()), clock);
      Endpoint to =
          Hooks.at(receiver.at("http", "hooks.test"), Hooks.reach(receiver.port()), Hooks.tls());

      assertThat(rebound.send(to, Map.of(), BODY, PATIENCE).status()).isEqualTo(204);
      assertThat(answers).containsExactly("10.0.0.1");
      assertThatIOException()
          .isThrownBy(() -> rebound.send(to, Map.of(), BODY, PATIENCE))
          .withMessageContaining("it is at 10.0.0.1, where nothing may go");
      assertThat(receiver.messages).hasSize(1);
    }
  }

  /** One address that may not be reached spoils the name, wherever it stands among them. */
  @Test
  void connectsToNoneWhereOneOfSeveralAddressesMayNotBeReached() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      Endpoint to =
          Hooks.at(receiver.at("http", "hooks.test"), Hooks.reach(receiver.port()), Hooks.tls());
      for (String[] each :
          List.of(new String[] {"127.0.0.1", "10.0.0.1"}, new String[] {"::1", "127.0.0.1"})) {
        Post spoilt = new Post(host -> addresses(each), clock);
        assertThatIOException().isThrownBy(() -> spoilt.send(to, Map.of(), BODY, PATIENCE));
      }
      assertThat(receiver.messages).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]"})
  void reachesThisMachineUnderNoName(String host) {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      Reach reach = new Reach(Set.of(receiver.port()), List.of());
      URI url = URI.create("https://" + host + ":" + receiver.port() + "/");
      if (url.getHost() == null) {
        return; // no URL that an endpoint can have
      }
      Endpoint to = Hooks.at(url, reach, Hooks.tls());

      assertThatIOException().isThrownBy(() -> send(to));
      assertThat(receiver.messages).isEmpty();
    }
  }

  @Test
  void goesThroughNoProxy() throws Exception {
    System.setProperty("socksProxyHost", "192.0.2.1");
    System.setProperty("http.proxyHost", "192.0.2.1");
    try (FakeReceiver receiver = FakeReceiver.open()) {
      assertThat(send(Hooks.plain(receiver)).status()).isEqualTo(204);
    } finally {
      System.clearProperty("socksProxyHost");
      System.clearProperty("http.proxyHost");
    }
  }

  @Test
  void asksTheNameForItsCertificateNotTheAddress() throws Exception {
    SSLContext tls = TestTls.selfSigned(folder.resolve("own.p12"));
    try (FakeReceiver receiver = FakeReceiver.open(tls)) {
      Post named = new Post(host -> addresses("127.0.0.1"), clock);
      Reach reach = Hooks.reach(receiver.port());

      Endpoint right = Hooks.at(receiver.at("https", "localhost"), reach, tls);
      assertThat(named.send(right, Map.of(), BODY, PATIENCE).status()).isEqualTo(204);

      Endpoint wrong = Hooks.at(receiver.at("https", "hooks.test"), reach, tls);
      assertThatIOException()
          .isThrownBy(() -> named.send(wrong, Map.of(), BODY, PATIENCE))
          .withMessageContaining("hooks.test");

      Endpoint unknown = Hooks.at(receiver.at("https", "localhost"), reach, Hooks.tls());
      assertThatIOException().isThrownBy(() -> named.send(unknown, Map.of(), BODY, PATIENCE));
      assertThat(receiver.messages).hasSize(1);
    }
  }

  @Test
  void givesUpOnAReceiverThatSaysNothingInTime() {
    try (FakeReceiver receiver = FakeReceiver.open().otherwise(FakeReceiver.SILENCE)) {
      assertThatIOException()
          .isThrownBy(() -> post.send(Hooks.plain(receiver), Map.of(), BODY, BRIEF))
          .withMessageContaining("no answer within PT0.3S");
    }
  }

  /** TLS that never begins is no excuse: one deadline holds over all of it. */
  @Test
  void givesUpOnAHandshakeThatNeverBegins() {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      Endpoint to =
          Hooks.at(receiver.at("https", "127.0.0.1"), Hooks.reach(receiver.port()), Hooks.tls());

      assertThatIOException().isThrownBy(() -> post.send(to, Map.of(), BODY, BRIEF));
    }
  }

  @Test
  void givesUpOnALookUpThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    Post hanging =
        new Post(
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            },
            clock);
    try (FakeReceiver receiver = FakeReceiver.open()) {
      assertThatIOException()
          .isThrownBy(() -> hanging.send(Hooks.plain(receiver), Map.of(), BODY, BRIEF))
          .withMessageContaining("could not be found in time");
    } finally {
      never.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/2 204\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nX: y\r\n"
      })
  void takesNothingElseForAnAnswer(String answer) {
    try (FakeReceiver receiver = FakeReceiver.open().otherwise(answer + " ")) {
      assertThatIOException().isThrownBy(() -> send(Hooks.plain(receiver)));
    }
  }

  @Test
  void readsNoHeadWithoutEnd() throws Exception {
    String first = "HTTP/1.1 204 OK\r\nX: ";
    String last = "\r\n\r\n";
    int room = Post.LONGEST_HEAD - first.length() - last.length() + 4; // line feeds count nothing
    try (FakeReceiver receiver = FakeReceiver.open()) {
      receiver.answers(first + "x".repeat(room - 1) + last, first + "x".repeat(room) + last);

      assertThat(send(Hooks.plain(receiver)).status()).isEqualTo(204);
      assertThatIOException()
          .isThrownBy(() -> send(Hooks.plain(receiver)))
          .withMessageContaining("longer than");
    }
  }

  @Test
  void waitsForNoAnswerThatIsAnnouncedForEver() {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      receiver.otherwise("HTTP/1.1 100 Continue\r\n\r\n".repeat(20) + FakeReceiver.OK);

      assertThatIOException().isThrownBy(() -> send(Hooks.plain(receiver)));
    }
  }

  @Test
  void triesAnotherAddressAfterOneThatFailed() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open()) {
      Post two = new Post(host -> addresses("127.0.0.2", "127.0.0.1"), clock);
      Endpoint to =
          Hooks.at(receiver.at("http", "hooks.test"), Hooks.reach(receiver.port()), Hooks.tls());

      assertThatIOException().isThrownBy(() -> two.send(to, Map.of(), BODY, PATIENCE));
      assertThat(two.send(to, Map.of(), BODY, PATIENCE).status()).isEqualTo(204);
    }
  }

  private Reply send(Endpoint to) throws IOException, InterruptedException {
    return post.send(to, Map.of(), BODY, PATIENCE);
  }

  private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      addresses.add(InetAddress.getByName(text));
    }
    return addresses;
  }
}
