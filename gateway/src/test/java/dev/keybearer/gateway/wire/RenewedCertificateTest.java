package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.tls.CallerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates are renewed while calls come in (F11). */
class RenewedCertificateTest {
  private static final int RENEWALS = 20;
  private static final int CALLERS = 4;
  private static final int CALLS_EACH = 10;

  private final Authority authority = Authority.of("Test Authority");
  private final GatewayScene scene = GatewayScene.open().route("/**", "GET");
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void failsNoCallWhileCertificatesAreRenewed() throws Exception {
    show(0);
    SSLContext tls = authority.context();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      all.add(callers.submit(() -> callOnOneConnection(tls)));
      for (int i = 0; i < CALLERS; i++) {
        all.add(callers.submit(() -> callOnNewConnections(tls)));
      }
      for (int renewal = 1; renewal <= RENEWALS; renewal++) {
        int enough = answered.get() + CALLS_EACH;
        show(renewal);
        Eventually.holds(
            "calls go on", () -> answered.get() > enough || all.stream().anyMatch(Future::isDone));
      }
      over.set(true);
      for (Future<?> each : all) {
        each.get(); // whatever failed is thrown here
      }
    }
    assertThat(shown).hasSizeGreaterThan(RENEWALS / 2).contains("CN=number " + RENEWALS);
    assertThat(scene.wire().counts().handshakesFailed()).isZero();
  }

  private void show(int number) {
    scene.tls(
        CallerTls.of(
            List.of(authority.issue("number " + number, "localhost").identity()),
            authority.trust(),
            CallerTls.Rules.STANDARD));
  }

  private void callOnNewConnections(SSLContext tls) {
    boolean last = false;
    while (!last) {
      last = over.get(); // one more after the last renewal
      try (RawClient client = RawClient.connect(scene.port(), tls, "localhost")) {
        shown.add(client.shown().getSubjectX500Principal().getName());
        call(client);
      }
    }
  }

  private void callOnOneConnection(SSLContext tls) {
    try (RawClient client = RawClient.connect(scene.port(), tls, "localhost")) {
      while (!over.get()) {
        call(client);
      }
    }
  }

  private void call(RawClient client) {
    client.send("GET /a HTTP/1.1\r\nHost: api\r\n\r\n");
    assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    answered.incrementAndGet();
  }
}
