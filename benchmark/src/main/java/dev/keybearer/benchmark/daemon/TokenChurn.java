package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.gateway.Order;
import dev.keybearer.benchmark.tool.SignedTokens;
import dev.keybearer.benchmark.tool.Walk;
import dev.keybearer.simulator.SimulatedIssuer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tokens that come and go. Each is used for a while, and no longer used before it ends. Afterwards
 * some are revoked and the others end by themselves; all of them are then presented again, to be
 * refused.
 *
 * <pre>
 *   minted --- in use --- set aside --- revoked, or ended --- presented again
 * </pre>
 */
final class TokenChurn {
  /** Twice as long as it is used: a machine that halts for a while is no fault of the daemon's. */
  static final Duration LIFE = Duration.ofSeconds(60);

  /**
   * Whoever ended is asked for again a little later, since clocks are read at different moments.
   */
  private static final Duration ENDED = LIFE.plusSeconds(2);

  private static final int IN_USE = 100;
  private static final int EACH_TURN = 10;
  private static final int REVOKED_EACH_TURN = 3;
  private static final int PRESENTED_AGAIN = 20;
  private static final String CALLER = "caller";

  private final SimulatedIssuer issuer;
  private final Path file;
  private final int admin;
  private final ArrayDeque<Minted> used = new ArrayDeque<>();
  private final ArrayDeque<Minted> aside = new ArrayDeque<>();
  private final ArrayDeque<Minted> refused = new ArrayDeque<>();

  /** Tokens of an issuer for a daemon with this admin port. */
  TokenChurn(SimulatedIssuer issuer, Path file, int admin) {
    this.issuer = issuer;
    this.file = file;
    this.admin = admin;
    issuer
        .client(CALLER)
        .audience(SignedTokens.AUDIENCE)
        .scopes(SignedTokens.SCOPE)
        .tokenLife(LIFE);
  }

  /** Mints all that are used at first, and writes them down. */
  void begin() throws IOException {
    used.clear();
    mint(IN_USE);
    write();
  }

  private void mint(int count) {
    for (int i = 0; i < count; i++) {
      used.add(new Minted(issuer.mint(CALLER), Instant.now()));
    }
  }

  /** Who is used now, for whoever wants to see them accepted. */
  SignedTokens now() {
    return new SignedTokens("", used.stream().map(Minted::text).toList());
  }

  /** Replaces the eldest; those that were replaced before are revoked, or wait for their end. */
  void turn() throws IOException, InterruptedException {
    for (int i = 0; i < REVOKED_EACH_TURN && !aside.isEmpty(); i++) {
      Minted last = aside.removeLast();
      revoke(last.text());
      refused.add(last);
    }
    Instant now = Instant.now();
    while (!aside.isEmpty() && aside.peek().at().plus(ENDED).isBefore(now)) {
      refused.add(aside.remove());
    }
    while (refused.size() > PRESENTED_AGAIN) {
      refused.remove();
    }
    for (int i = 0; i < EACH_TURN; i++) {
      aside.add(used.remove());
    }
    mint(EACH_TURN);
    write();
  }

  private void write() throws IOException {
    List<String> lines =
        new ArrayList<>(
            Stream.concat(
                    used.stream().map(Minted::text),
                    refused.stream().map(token -> Order.refused(token.text())))
                .toList());
    new SignedTokens("", Walk.shuffled(lines)).writeTo(file);
  }

  private void revoke(String token) throws IOException, InterruptedException {
    int status = Admin.post(admin, "/admin/revoke", "{\"token\":\"" + token + "\"}");
    if (status != Admin.OK) {
      throw new IOException("a token could not be revoked: " + status);
    }
  }

  private record Minted(String text, Instant at) {
    /** When it was made, and nothing of it. */
    @Override
    public String toString() {
      return "Minted[" + at + "]";
    }
  }
}
