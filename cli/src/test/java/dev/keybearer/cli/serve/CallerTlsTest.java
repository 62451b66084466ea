package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.cli.wiring.WiringFailure;
import dev.keybearer.simulator.tls.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS towards callers, as a config describes it and as files change under it (F11). */
class CallerTlsTest {
  private static final int RENEWALS = 20;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  @Test
  void showsRenewedCertificatesAndFailsNoCall() throws Exception {
    List<Identity> identities =
        IntStream.range(0, RENEWALS).mapToObj(i -> Identity.selfSigned("number " + i)).toList();
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(identities.getFirst());
      scene.write(files.configured(scene.config(), ""));
      try (Daemon daemon = scene.daemon();
          EncryptedLoad load = EncryptedLoad.on(daemon, files.trusting(identities))) {
        for (Identity identity : identities) {
          files.put(identity);
          daemon.reload();
          load.awaitShown(identity.certificate());
        }
        load.stop();
        assertThat(load.failures()).isEmpty();
        assertThat(load.succeeded()).isGreaterThanOrEqualTo(RENEWALS);
      }
    }
  }

  /** What is wrong with a certificate that takes the place of a good one. */
  enum Wrong {
    EXPIRED("expired at "),
    EARLY("is not valid before "),
    OF_ANOTHER_KEY("is not that of the certificate of CN=bad"),
    UNREADABLE("holds no readable certificate"),
    OPEN_KEY("is open to others"),
    GONE("cannot read");

    private final String words;

    Wrong(String words) {
      this.words = words;
    }

    void put(Certificates files) {
      Instant now = Instant.now();
      switch (this) {
        case EXPIRED -> files.put(Identity.selfSigned("bad", now.minus(DAY), now.minusSeconds(1)));
        case EARLY ->
            files.put(Identity.selfSigned("bad", now.plus(DAY), now.plus(DAY.multipliedBy(2))));
        case OF_ANOTHER_KEY ->
            files.put(Identity.selfSigned("bad").certificate(), Identity.selfSigned("other").key());
        case UNREADABLE -> files.write("certificate.pem", "hello");
        case OPEN_KEY -> files.openKey();
        case GONE -> files.remove("certificate.pem");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheCertificateBeforeOneThatCannotBeShown(Wrong wrong) throws Exception {
    Identity good = Identity.selfSigned("good");
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(good);
      scene.write(files.configured(scene.config(), ""));
      try (Daemon daemon = scene.daemon()) {
        wrong.put(files);

        assertThatThrownBy(daemon::reload).hasMessageContaining(wrong.words);

        try (EncryptedLoad load = EncryptedLoad.on(daemon, files.trusting(List.of(good)))) {
          load.awaitShown(good.certificate());
          load.stop();
          assertThat(load.failures()).isEmpty();
        }
        Eventually.holds(
            "it is written down",
            () ->
                scene.entries().stream()
                    .anyMatch(e -> e.contains("CONFIG_REFUSED") && e.contains(wrong.words)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotStartWithOneThatCannotBeShown(Wrong wrong) {
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(Identity.selfSigned("good"));
      scene.write(files.configured(scene.config(), ""));
      wrong.put(files);

      assertThatThrownBy(scene::daemon).hasMessageContaining(wrong.words);
    }
  }

  @Test
  void letsInOnlyWhoShowsACertificateWhereOneIsNeeded() throws Exception {
    Identity server = Identity.selfSigned("server");
    Identity caller = Identity.selfSigned("caller");
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(server).trust(caller.certificate());
      scene.write(
          files.configured(scene.config(), ", client-auth: need, client-trust: ./trust.pem"));
      try (Daemon daemon = scene.daemon()) {
        assertThat(daemon.listensAt()).startsWith("https://127.0.0.1:");
        try (EncryptedLoad load = EncryptedLoad.on(daemon, caller.client(server.certificate()))) {
          load.awaitShown(server.certificate());
        }
        try (EncryptedLoad load =
            EncryptedLoad.on(daemon, Identity.anonymousClient(server.certificate()))) {
          Eventually.holds("it is refused", () -> !load.failures().isEmpty());
          assertThat(load.succeeded()).isZero();
        }
      }
    }
  }

  @Test
  void picksUpARenewedFileWithoutBeingTold() throws Exception {
    Identity first = Identity.selfSigned("first");
    Identity second = Identity.selfSigned("second");
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(first);
      scene.write(files.configured(scene.config(), ""));
      try (ServeProcess process = scene.process(Map.of());
          EncryptedLoad load =
              EncryptedLoad.on(process.port(), files.trusting(List.of(first, second)))) {
        load.awaitShown(first.certificate());

        files.put(second);

        process.await("keybearer: reloaded: ");
        load.awaitShown(second.certificate());
        load.stop();
        assertThat(load.failures()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, HTTP_2", "false, HTTP_1_1"})
  void speaksHttp2WhereTheConfigSaysSo(boolean offered, HttpClient.Version spoken)
      throws Exception {
    Identity server = Identity.selfSigned("server");
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(server);
      scene.write(files.configured(scene.config(), ", http2: " + offered));
      try (Daemon daemon = scene.daemon();
          HttpClient client =
              HttpClient.newBuilder()
                  .sslContext(Identity.anonymousClient(server.certificate()))
                  .build()) {
        URI uri = URI.create(daemon.listensAt() + "/api/open/1");

        HttpResponse<Void> answer =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(spoken);
      }
    }
  }

  @Test
  void isAWiringFailureThatSaysWhatToDo() {
    try (ServeScene scene = new ServeScene(folder)) {
      Certificates files = new Certificates(folder).put(Identity.selfSigned("good"));
      scene.write(files.configured(scene.config(), ", client-auth: want, client-trust: ./no.pem"));

      assertThatThrownBy(scene::daemon)
          .isInstanceOf(WiringFailure.class)
          .hasMessageContaining("no.pem: it must hold PEM");
    }
  }
}
