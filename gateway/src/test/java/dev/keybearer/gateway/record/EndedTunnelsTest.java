package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger says about a tunnel that outlived its token. */
class EndedTunnelsTest {
  private final FakeTime time = new FakeTime(PastCall.START);
  private final RecordingLedger ledger = new RecordingLedger();
  private final EndedTunnels ends = new EndedTunnels(ledger, time);

  @Test
  void saysWhoseTunnelWasEndedAndWhy() {
    Verified ada = caller();
    PastCall call =
        PastCall.from(time, "192.0.2.7", "/events?secret=1").on("events").by(ada).sent();
    time.advance(Duration.ofMinutes(2));

    call.ending(How.REVOKED, 101, 12, 34).tell(ends);

    assertThat(ledger.all())
        .containsExactly(
            Draft.of("TUNNEL_ENDED")
                .with("call", "9f86d081884c7d65")
                .with("route", "events")
                .with("ip", "192.0.2.7")
                .with("path", "/events")
                .with("reason", "revoked")
                .with("open_ms", 120_000)
                .with("received", 12)
                .with("sent", 34)
                .with("issuer", "corp")
                .with("subject", "ada")
                .with("client", "shop")
                .with("token", ada.fingerprint())
                .entry(PastCall.START.plus(Duration.ofMinutes(2)), "shop"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"EXPIRED", "REVOKED"},
      mode = EnumSource.Mode.EXCLUDE)
  void saysNothingOfOtherEnds(How how) {
    PastCall.from(time, "192.0.2.7", "/events")
        .on("events")
        .by(caller())
        .sent()
        .ending(how, 101, 12, 34)
        .tell(ends);

    assertThat(ledger.all()).isEmpty();
  }

  private Verified caller() {
    try (Mint mint = Mint.open(time)) {
      return mint.verified(mint.tokenOf("ada", "shop"));
    }
  }
}
