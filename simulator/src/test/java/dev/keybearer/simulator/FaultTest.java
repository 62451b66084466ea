package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults F1 to F8 as a client meets them. */
class FaultTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    world.clock().set(Instant.parse("2026-01-02T03:04:05Z"));
    world.clock().freeze();
    issuer.client("svc").secret("s3cret");
    issuer.habits().tokenForm(TokenForm.OPAQUE);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** F1. */
  @Test
  void refusesConnectionsWhileStoppedAndServesAgainOnTheSamePort() throws Exception {
    assertThat(ask().status()).isEqualTo(200);

    issuer.stop();
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new RawUser(issuer.uri())).isInstanceOf(IOException.class);
    issuer.start();

    assertThat(ask().status()).isEqualTo(200);
    assertThat(issuer.referee().count(Endpoint.TOKEN)).isEqualTo(2);
  }

  /** F2. */
  @Test
  void neverAnswersInBlackHole() throws Exception {
    issuer.faults().next(Fault.blackHole());
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();
      raw.timeout(200);

      assertThatThrownBy(raw::read).isInstanceOf(SocketTimeoutException.class);
      assertThat(issuer.referee().requests(Endpoint.TOKEN).get(0).status()).isZero();
    }
  }

  @Test
  void endsBlackHoleWhenTheHostStops() throws Exception {
    issuer.faults().next(Fault.blackHole());
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();
      assertThat(issuer.referee().await(Endpoint.TOKEN, 1, Duration.ofSeconds(5))).isTrue();

      issuer.stop();

      assertThat(endOf(raw)).isEmpty();
    }
  }

  /** F3. */
  @Test
  void answersSlowly() throws Exception {
    issuer.faults().next(Fault.slow(Duration.ofMillis(150)));
    issuer.faults().next(Fault.late(Duration.ofMillis(150)));

    assertThat(millisOf(this::ask)).isGreaterThanOrEqualTo(150);
    assertThat(millisOf(this::ask)).isGreaterThanOrEqualTo(150);
    assertThat(ask().status()).isEqualTo(200);
  }

  /** F3: the head comes at once, the body byte by byte. */
  @Test
  void dripsTheBody() throws Exception {
    issuer.faults().next(Fault.drip(1));
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) raw.read());
      }
      long from = System.nanoTime();

      assertThat(raw.read()).isEqualTo('{');

      assertThat(System.nanoTime() - from).isGreaterThan(Duration.ofMillis(900).toNanos());
    }
  }

  /** F4. */
  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void answersBurstOfStatusAndThenRecovers(int status) throws Exception {
    issuer.faults().next(Endpoint.TOKEN, Fault.status(status), 2);

    assertThat(new int[] {ask().status(), ask().status(), ask().status()})
        .containsExactly(status, status, 200);
  }

  /** F5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30                 | 30",
        "date PT30S         | Fri, 02 Jan 2026 03:04:35 GMT",
        "rfc850 PT30S       | Friday, 02-Jan-26 03:04:35 GMT",
        "asctime PT30S      | Fri Jan  2 03:04:35 2026",
        "past               | Fri, 02 Jan 2026 02:04:05 GMT",
        "absurd             | 99999999999999999999",
        "malformed          | soon, perhaps"
      })
  void throttlesWithEachFormOfRetryAfter(String form, String header) throws Exception {
    issuer.faults().next(Fault.parse("throttled " + form));

    HttpUser.Reply reply = ask();

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isEqualTo(header);
  }

  /** F6. */
  @Test
  void answersHtmlWith200AndLeavesStateAlone() throws Exception {
    issuer.faults().next(Fault.html());

    HttpUser.Reply reply = ask();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/html");
    assertThat(reply.body()).startsWith("<!doctype html>");
  }

  /** F6. */
  @Test
  void cutsJsonInHalf() throws Exception {
    issuer.faults().next(Fault.truncated());

    String body = ask().body();

    assertThat(body).startsWith("{\"access_token\":\"").doesNotContain("}");
  }

  /** F6: more is announced than comes, and the connection closes. */
  @Test
  void announcesTooLongBody() throws Exception {
    issuer.faults().next(Fault.wrongLength(7));

    assertThat(announcedMinusSent()).isEqualTo(7);
    issuer.faults().next(Fault.wrongLength(7));
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
  }

  /** F6: less is announced than comes. */
  @Test
  void announcesTooShortBody() throws Exception {
    issuer.faults().next(Fault.wrongLength(-7));

    assertThat(announcedMinusSent()).isEqualTo(-7);
  }

  /** F6. */
  @Test
  void sendsBombThatInflatesToAsMuchAsTold() throws Exception {
    issuer.faults().next(Fault.gzipBomb(64L * 1024 * 1024));
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();
      String whole = raw.readAll();
      int body = whole.indexOf("\r\n\r\n") + 4;

      assertThat(whole).contains("Content-Encoding: gzip");
      assertThat(whole.length() - body).isLessThan(100_000);
      byte[] packed = whole.substring(body).getBytes(StandardCharsets.ISO_8859_1);
      GZIPInputStream inflating = new GZIPInputStream(new ByteArrayInputStream(packed));
      assertThat(inflating.skip(Long.MAX_VALUE)).isEqualTo(64L * 1024 * 1024);
    }
  }

  /** F6. */
  @Test
  void sendsTenMegabytesOfJson() throws Exception {
    issuer.faults().next(Fault.oversize(10_000_000));

    assertThat(ask().body()).hasSizeGreaterThan(10_000_000).endsWith("\"}");
  }

  /** F7: the family has moved on although nobody heard of it. */
  @Test
  void losesAnswerAfterTheStateChanged() throws Exception {
    String first = issuer.mintRefreshToken("svc", "ada");
    issuer.faults().next(Fault.lostAnswer());

    assertThatThrownBy(() -> refresh(first)).isInstanceOf(IOException.class);

    assertThat(refresh(first).text("error")).isEqualTo("invalid_grant");
  }

  /** F7: with a grace the retry finds the successor. */
  @Test
  void givesSuccessorToRetryAfterLostAnswerWithinTheGrace() throws Exception {
    issuer.habits().refreshGrace(Duration.ofSeconds(10));
    String first = issuer.mintRefreshToken("svc", "ada");
    issuer.faults().next(Fault.lostAnswer());
    assertThatThrownBy(() -> refresh(first)).isInstanceOf(IOException.class);

    String second = refresh(first).text("refresh_token");

    assertThat(refresh(second).status()).isEqualTo(200);
  }

  /** F8. */
  @Test
  void writesAnswerTwice() throws Exception {
    issuer.faults().next(Fault.duplicatedAnswer());
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();

      assertThat(raw.readAll().split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  /** F8: what a retrying proxy does to a rotating refresh token. */
  @Test
  void handlesRequestTwice() throws Exception {
    String first = issuer.mintRefreshToken("svc", "ada");
    issuer.faults().next(Fault.replayedRequest());

    assertThat(refresh(first).text("error")).isEqualTo("invalid_grant");
    assertThat(issuer.referee().count(Endpoint.TOKEN)).isEqualTo(1);
  }

  @Test
  void skewsTheDateHeader() throws Exception {
    issuer.faults().next(Fault.skewedDate(Duration.ofMinutes(-5)));

    assertThat(ask().header("Date")).isEqualTo("Fri, 02 Jan 2026 02:59:05 GMT");
    assertThat(ask().header("Date")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"3600\"", "2147483648", "9223372036854775808", "1e400"})
  void writesExpiresInAsTold(String literal) throws Exception {
    issuer.faults().next(Fault.expiresIn(literal));

    assertThat(ask().body()).contains("\"expires_in\":" + literal);
  }

  @Test
  void leavesExpiresInOut() throws Exception {
    issuer.faults().next(Fault.withoutExpiresIn());

    assertThat(ask().json().has("expires_in")).isFalse();
  }

  @Test
  void givesTheSameTokenAgain() throws Exception {
    String first = ask().text("access_token");
    world.clock().advance(Duration.ofMinutes(10));
    issuer.faults().next(Fault.sameTokenAgain());

    HttpUser.Reply again = ask();

    assertThat(again.text("access_token")).isEqualTo(first);
    assertThat(again.text("expires_in")).isEqualTo("3000");
    assertThat(ask().text("access_token")).isNotEqualTo(first);
  }

  @Test
  void resetsTheConnection() throws Exception {
    issuer.faults().next(Fault.reset());
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();

      assertThatThrownBy(raw::readAll).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void redirectsAndAnswersAnythingElse() throws Exception {
    issuer.faults().next(Fault.redirect(307, "https://evil.example/"));
    issuer.faults().next(Endpoint.JWKS, Fault.answer(200, "application/json", "{\"keys\":[]}"));

    HttpUser.Reply redirect = ask();

    assertThat(redirect.status()).isEqualTo(307);
    assertThat(redirect.header("Location")).isEqualTo("https://evil.example/");
    assertThat(user.get(issuer.jwks()).body()).isEqualTo("{\"keys\":[]}");
  }

  private int announcedMinusSent() throws IOException {
    try (RawUser raw = new RawUser(issuer.uri())) {
      raw.askForToken();
      String whole = raw.readAll();
      int head = whole.indexOf("\r\n\r\n") + 4;
      String announced = whole.replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
      return Integer.parseInt(announced) - (whole.length() - head);
    }
  }

  private static String endOf(RawUser raw) {
    try {
      return raw.readAll();
    } catch (IOException e) {
      return "";
    }
  }

  private static long millisOf(Call call) throws Exception {
    long from = System.nanoTime();
    call.make();
    return Duration.ofNanos(System.nanoTime() - from).toMillis();
  }

  private HttpUser.Reply ask() throws Exception {
    return user.mint(issuer.tokenEndpoint(), "svc:s3cret");
  }

  private HttpUser.Reply refresh(String token) throws Exception {
    return user.formWithBasic(
        issuer.tokenEndpoint(),
        "svc:s3cret",
        "grant_type",
        "refresh_token",
        "refresh_token",
        token);
  }

  private interface Call {
    Object make() throws Exception;
  }
}
