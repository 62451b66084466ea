package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes of this machine get at the socket. */
class TokenSocketTest {
  private static final String ASKS = AdminScene.request("GET /token/orders", "");
  private static final AdminClient SOMEBODY =
      AdminClient.ofUser("somebody", "nobody-of-that-name", Set.of("orders"));

  @TempDir private Path folder;

  @Test
  void answersWhatTheAdminPortAnswers() {
    try (SocketScene scene = SocketScene.open(folder);
        AdminScene port = AdminScene.withClients()) {
      Answer there = port.get("/token/orders", AdminScene.bearer(AdminScene.SIDECAR));
      Answer here = scene.get("/token/orders");

      assertThat(here.status()).isEqualTo(200);
      assertThat(here.body()).isEqualTo(there.body());
      assertThat(here.field("Content-Type")).isEqualTo("application/json");
      assertThat(here.field("Cache-Control")).isEqualTo("no-store");
      assertThat(here.field("Content-Length")).isEqualTo("" + here.body().length());
    }
  }

  @Test
  void recordsWhoFetchedWhatAndNoToken() {
    try (SocketScene scene = SocketScene.open(folder)) {
      scene.get("/token/orders");

      assertThat(scene.journal)
          .containsExactly(
              "asked billing TOKEN_FETCHED orders",
              "token orders",
              "ended billing TOKEN_FETCHED orders DONE: token " + FakeOperations.FINGERPRINT);
    }
  }

  @Test
  void handsOutNothingThatCannotBeRecorded() {
    try (SocketScene scene = SocketScene.open(folder)) {
      scene.acts.unwritable = true;

      assertThat(scene.get("/token/orders").status()).isEqualTo(503);
      assertThat(scene.journal).isEmpty();
    }
  }

  @Test
  void refusesATokenThatIsNotItsOwnInTheWordsOfTheAdminPort() {
    try (SocketScene scene = SocketScene.open(folder);
        AdminScene port = AdminScene.withClients()) {
      Answer here = scene.get("/token/invoices");
      Answer there = port.get("/token/invoices", AdminScene.bearer(AdminScene.SIDECAR));

      assertThat(here.status()).isEqualTo(403);
      assertThat(withoutCall(here)).isEqualTo(withoutCall(there));
      assertThat(scene.journal).containsExactly("denied billing TOKEN_FETCHED /token/invoices");
    }
  }

  @Test
  void refusesAUserWhoIsNoClientAndRecordsIt() {
    try (SocketScene scene = SocketScene.open(folder, SOMEBODY)) {
      Answer answer = scene.get("/token/orders");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("no client is known by the user of that process");
      assertThat(scene.journal).containsExactly("denied nobody ADMIN_LOGIN_FAILED admin");
    }
  }

  @Test
  void takesNoSecretInsteadOfAUser() {
    try (SocketScene scene = SocketScene.open(folder)) {
      Answer answer = scene.get("/token/orders", AdminScene.bearer(AdminScene.SIDECAR));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).doesNotContain(AdminScene.SIDECAR);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health, 404",
    "GET, /metrics, 404",
    "GET, /livez, 404",
    "GET, /token, 404",
    "GET, /token/orders/more, 404",
    "POST, /token/orders, 405",
    "POST, /admin/reload, 404",
    "GET, /token/orders?token=x, 400",
    "HEAD, /token/orders, 200"
  })
  void knowsOnePageAndNoOther(String method, String target, int status) {
    try (SocketScene scene = SocketScene.open(folder)) {
      String asks = AdminScene.request(method + " " + target, "", AdminScene.MEANT);

      assertThat(Answer.parse(scene.ask(asks)).status()).isEqualTo(status);
    }
  }

  @Test
  void sendsNoTokenAfterAHeadRequest() {
    try (SocketScene scene = SocketScene.open(folder)) {
      String asks = AdminScene.request("HEAD /token/orders", "");

      assertThat(Answer.parse(scene.ask(asks)).body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /token/orders HTTP/1.1\nHost: localhost\n\r\n\r\n",
        "GET  /token/orders HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /token/orders\r\nHost: localhost\r\n\r\n",
        " GET /token/orders HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\r\nGET /token/orders HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /token/ord\u00e9rs HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost : localhost\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: local\rhost\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n",
        "GET /token/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /token/orders HTTP/1.1\r\nHost: localhost\r\n\r\nGET /token/orders HTTP/1.1\r\n",
        "G{T /token/orders HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void repairsNoRequest(String octets) {
    try (SocketScene scene = SocketScene.open(folder)) {
      Answer answer = Answer.parse(scene.ask(octets));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).startsWith("{\"error\":\"invalid_request\",\"reason\":");
      assertThat(scene.journal).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/2.0", "http/1.1"})
  void speaksOneVersion(String version) {
    try (SocketScene scene = SocketScene.open(folder)) {
      String asks = "GET /token/orders " + version + "\r\nHost: localhost\r\n\r\n";

      assertThat(Answer.parse(scene.ask(asks)).status()).isEqualTo(505);
    }
  }

  @Test
  void isCalledLocalhostAlone() {
    try (SocketScene scene = SocketScene.open(folder)) {
      assertThat(scene.get("/token/orders", "Host: evil.example.com").status()).isEqualTo(421);
    }
  }

  @Test
  void takesAHeadOfTheLargestSizeAndNoLargerOne() {
    String rest = "GET /token/orders HTTP/1.1\r\nHost: localhost\r\nX: \r\n\r\n";
    String largest = rest.replace("X: ", "X: " + "x".repeat(RequestHead.LONGEST - rest.length()));
    try (SocketScene scene = SocketScene.open(folder)) {
      assertThat(Answer.parse(scene.ask(largest)).status()).isEqualTo(200);
      assertThat(Answer.parse(scene.ask(largest.replace("X: ", "X: x"))).status()).isEqualTo(431);
    }
  }

  @Test
  void takesAHeadThatComesByteByByte() throws IOException {
    try (SocketScene scene = SocketScene.open(folder);
        SocketChannel peer = SocketScene.connect(scene.path)) {
      for (byte one : ASKS.getBytes(StandardCharsets.US_ASCII)) {
        peer.write(ByteBuffer.wrap(new byte[] {one}));
      }

      assertThat(SocketScene.readToEnd(peer)).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /token/orders HTTP/1.1\r\nHost: localhost\r\n"})
  void hangsUpOnWhoeverIsSlow(String start) {
    try (SocketScene scene = SocketScene.open(folder, new Bounds(2, 2, Duration.ofMillis(100)))) {
      assertThat(scene.ask(start)).isEmpty();
      assertThat(scene.journal).isEmpty();
      assertThat(scene.get("/token/orders").status()).isEqualTo(200);
    }
  }

  @Test
  void hangsUpOnMoreProcessesThanItHasPlacesFor() throws Exception {
    try (SocketScene scene = SocketScene.open(folder, new Bounds(2, 2, Duration.ofSeconds(30)))) {
      CountDownLatch inside = new CountDownLatch(2);
      CountDownLatch gate = new CountDownLatch(1);
      scene.operations.meanwhile = () -> stay(inside, gate);
      try (SocketChannel first = asking(scene);
          SocketChannel second = asking(scene)) {
        inside.await();
        assertThat(scene.ask(ASKS)).isEmpty();
        gate.countDown();
        assertThat(SocketScene.readToEnd(first)).startsWith("HTTP/1.1 200");
        assertThat(SocketScene.readToEnd(second)).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void answersManyAtOnce() throws Exception {
    try (SocketScene scene = SocketScene.open(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch gate = new CountDownLatch(1);
      List<Future<String>> all = new ArrayList<>();
      IntStream.range(0, 40)
          .forEach(
              _ ->
                  all.add(
                      threads.submit(
                          () -> {
                            gate.await();
                            return scene.ask(ASKS);
                          })));
      gate.countDown();
      for (Future<String> each : all) {
        assertThat(each.get()).startsWith("HTTP/1.1 200").contains(FakeOperations.TOKEN);
      }
    }
  }

  @Test
  void knowsTheClientsOfAReload() throws IOException {
    try (SocketScene scene = SocketScene.open(folder)) {
      scene.socket.use(List.of(SOMEBODY));
      Answer gone = scene.get("/token/orders");
      scene.socket.use(List.of(scene.me()));

      assertThat(gone.status()).isEqualTo(403);
      assertThat(scene.get("/token/orders").status()).isEqualTo(200);
    }
  }

  @Test
  void letsWhatIsUnderWayEndWhenItIsClosed() throws Exception {
    SocketScene scene = SocketScene.open(folder);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    scene.operations.meanwhile = () -> stay(inside, gate);
    try (SocketChannel peer = asking(scene)) {
      inside.await();
      Thread closing = Thread.ofVirtual().start(scene::close);
      gate.countDown();

      assertThat(SocketScene.readToEnd(peer)).startsWith("HTTP/1.1 200");
      closing.join();
    }
  }

  @Test
  void letsTwoClientsHaveTwoUsersAndAClientOfAUserNoRole() {
    AdminClient one = AdminClient.ofUser("one", "billing", Set.of("orders"));
    AdminClient twin = AdminClient.ofUser("twin", "billing", Set.of("invoices"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clients.of(List.of(one, twin)))
        .withMessage("admin clients one and twin have the same user");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminClient("one", one.mark(), Set.of(Role.READ), Set.of("orders")));
  }

  /** M1: whoever names clients has not opened the port to everybody else. */
  @Test
  void leavesTheAdminPortShutWhereAllClientsAreAtTheSocket() throws IOException {
    try (AdminScene port = AdminScene.withClients()) {
      port.server.use(AdminScene.options(List.of(SOMEBODY)));

      assertThat(port.get("/health").status()).isEqualTo(401);
    }
  }

  private static SocketChannel asking(SocketScene scene) throws IOException {
    SocketChannel peer = SocketScene.connect(scene.path);
    peer.write(ByteBuffer.wrap(ASKS.getBytes(StandardCharsets.US_ASCII)));
    return peer;
  }

  private static String withoutCall(Answer answer) {
    return answer.body().replaceAll("\"call\":\"[0-9a-f]{16}\"", "");
  }

  private static void stay(CountDownLatch inside, CountDownLatch gate) {
    inside.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
