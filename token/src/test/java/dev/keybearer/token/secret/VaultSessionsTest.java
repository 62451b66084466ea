package dev.keybearer.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.secret.SecretFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the client token is kept alive: leases of 1,200 s, 3,000 s at most, on a moved clock. */
class VaultSessionsTest {
  private static final String LOGIN = "POST /v1/auth/approle/login";
  private static final String LOOKUP = "GET /v1/auth/token/lookup-self";
  private static final String RENEW = "POST /v1/auth/token/renew-self";
  private static final String READ = "GET /v1/secret/data/open/x";

  private FakeVault vault;
  private VaultClient client;

  @BeforeEach
  void open() throws IOException {
    vault = new FakeVault();
    vault.put("open/x", Map.of("y", "CANARY"));
    client = client(new VaultLogin.AppRole("role-id", () -> Secret.of("secret-id")));
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
  }

  @Test
  void logsInOnceForManyReads() {
    read();
    read();

    assertThat(vault.requests).containsExactly(LOGIN, READ, READ);
  }

  @Test
  void renewsFromTwoThirdsOfTheLeaseOn() {
    read();
    vault.nanos.addAndGet(800_000_000_000L - 1);
    read();
    assertThat(vault.count(RENEW)).isZero();

    vault.nanos.addAndGet(1);
    read();
    read();

    assertThat(vault.count(RENEW)).isEqualTo(1);
    assertThat(vault.count(LOGIN)).isEqualTo(1);
  }

  @Test
  void renewsAgainFromTheRenewedLease() {
    read();
    vault.advance(800);
    read();
    vault.advance(799);
    read();
    assertThat(vault.count(RENEW)).isEqualTo(1);

    vault.advance(1);
    read();

    assertThat(vault.count(RENEW)).isEqualTo(2);
  }

  @Test
  void logsInAgainWhenTheLeaseHasEnded() {
    read();
    vault.advance(1200);
    read();

    assertThat(vault.requests).containsExactly(LOGIN, READ, LOGIN, READ);
  }

  @Test
  void logsInAgainWhenTheLeaseCannotBeProlonged() {
    read();
    vault.advance(800);
    vault.disturbed.put(RENEW, "400 {\"errors\":[\"lease is not renewable\"]}");
    read();

    assertThat(vault.requests).containsExactly(LOGIN, READ, RENEW, LOGIN, READ);
  }

  /** The last renewals before the token's own maximum give shorter and shorter leases. */
  @Test
  void outlivesTheMaximumOfItsToken() {
    for (int step = 0; step < 20; step++) {
      read();
      vault.advance(400);
    }

    assertThat(vault.count(READ)).isEqualTo(20);
    assertThat(vault.count(LOGIN)).isBetween(2L, 5L);
  }

  @Test
  void logsInAgainOnceWhenTheTokenWasRevoked() {
    read();
    vault.revokeAll();
    read();

    assertThat(vault.requests).containsExactly(LOGIN, READ, READ, LOGIN, READ);
  }

  @Test
  void servesWithTheStandingLeaseWhileRenewalFails() {
    read();
    vault.advance(800);
    vault.disturbed.put(RENEW, "500 {}");
    read();

    assertThat(vault.requests).containsExactly(LOGIN, READ, RENEW, READ);
  }

  @Test
  void renewsOnDemandBeforeItsTime() {
    client.renew();
    assertThat(vault.requests).containsExactly(LOGIN);

    vault.advance(100);
    client.renew();
    assertThat(vault.requests).containsExactly(LOGIN, RENEW);

    vault.advance(799);
    read();
    assertThat(vault.count(RENEW)).isEqualTo(1);
  }

  @Test
  void tellsThatRenewalOnDemandFailed() {
    client.renew();
    vault.disturbed.put(RENEW, "503 {\"errors\":[\"Vault is sealed\"]}");

    SecretFailure failure = catchThrowableOfType(SecretFailure.class, client::renew);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("sealed");
  }

  @Test
  void learnsTheLeaseOfATokenItWasGiven() {
    client = client(new VaultLogin.Token(Secrets.of(Secret.of(vault.issue(true)))));
    read();
    vault.advance(800);
    read();

    assertThat(vault.requests).containsExactly(LOOKUP, READ, RENEW, READ);
  }

  @Test
  void neverRenewsWhatIsNotRenewable() {
    client = client(new VaultLogin.Token(Secrets.of(Secret.of(vault.issue(false)))));
    read();
    vault.advance(1199);
    read();
    client.renew();

    assertThat(vault.requests).containsExactly(LOOKUP, READ, READ);
  }

  @Test
  void usesATokenThatMayNotLookAtItself() {
    vault.disturbed.put(LOOKUP, "403 {\"errors\":[\"permission denied\"]}");
    client = client(new VaultLogin.Token(Secrets.of(Secret.of(vault.issue(true)))));
    read();
    vault.advance(800);
    read();

    assertThat(vault.requests).containsExactly(LOOKUP, READ, READ);
  }

  @Test
  void readsATokenAgainThatWasReplaced() {
    AtomicReference<String> kept = new AtomicReference<>(vault.issue(false));
    client = client(new VaultLogin.Token(() -> Secret.of(kept.get())));
    read();
    vault.revokeAll();
    kept.set(vault.issue(false));
    read();

    assertThat(vault.requests).containsExactly(LOOKUP, READ, READ, LOOKUP, READ);
  }

  @Test
  void refusesWhenATokenStaysRefused() {
    client = client(new VaultLogin.Token(Secrets.of(Secret.of("CANARY-unknown"))));

    SecretFailure failure = catchThrowableOfType(SecretFailure.class, this::read);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vault.requests).containsExactly(LOOKUP, READ, LOOKUP, READ);
  }

  @Test
  void passesOnTheFailureOfItsSecretId() {
    client = client(new VaultLogin.AppRole("role-id", Secrets.env("KEYBEARER_NEVER_SET")));

    SecretFailure failure = catchThrowableOfType(SecretFailure.class, this::read);

    assertThat(failure.kind()).isEqualTo(Kind.ABSENT);
    assertThat(failure).hasMessageStartingWith("env:KEYBEARER_NEVER_SET is not set");
    assertThat(vault.requests).isEmpty();
  }

  @Test
  void logsInOnceForManyThreads() throws Exception {
    assertOnceForManyThreads();

    assertThat(vault.count(LOGIN)).isEqualTo(1);
  }

  @Test
  void renewsOnceForManyThreads() throws Exception {
    read();
    vault.advance(800);
    assertOnceForManyThreads();

    assertThat(vault.count(RENEW)).isEqualTo(1);
    assertThat(vault.count(LOGIN)).isEqualTo(1);
  }

  @Test
  void logsInOnceForManyThreadsWhoseTokenWasRevoked() throws Exception {
    read();
    vault.revokeAll();
    assertOnceForManyThreads();

    assertThat(vault.count(LOGIN)).isEqualTo(2);
  }

  private void assertOnceForManyThreads() throws Exception {
    int many = 40;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CountDownLatch gate = new CountDownLatch(1);
    try {
      List<Future<String>> reads = new ArrayList<>();
      Callable<String> waiting =
          () -> {
            gate.await();
            return read();
          };
      for (int i = 0; i < many; i++) {
        reads.add(threads.submit(waiting));
      }
      gate.countDown();
      for (Future<String> read : reads) {
        assertThat(read.get()).isEqualTo("CANARY");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private String read() {
    return client.read(new VaultPlace("secret", "open/x", "y")).reveal();
  }

  private VaultClient client(VaultLogin login) {
    VaultAddress address = VaultAddress.of(vault.uri());
    return new VaultClient(address, login, JdkExchange.of(), vault.nanos::get);
  }
}
