package dev.keybearer.token.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S8: what rests is read back whole, and what cannot be understood is never taken for nothing. */
class KeptFormTest {
  private static final Instant ISSUED = Instant.parse("2026-11-20T10:00:00.123456789Z");
  private static final Kept.Access ACCESS =
      new Kept.Access(
          Secret.of("a\"b\\ü"), "Bearer", ISSUED, ISSUED.plusSeconds(3600), Scopes.of("b", "a"));

  @Test
  void comesBackAsItWas() {
    Kept kept = new Kept(7, ACCESS, Secret.of("r€fresh"), Scopes.of("a", "b", "c"), "0a1b");

    assertSame(KeptForm.read(7, KeptForm.write(kept)), kept);
  }

  @Test
  void comesBackWithoutWhatIsAbsent() {
    Kept kept = new Kept(1, null, null, Scopes.none(), null);

    assertSame(KeptForm.read(1, KeptForm.write(kept)), kept);
  }

  @Test
  void keepsMomentsBeyondTheCalendar() {
    Kept.Access access =
        new Kept.Access(Secret.of("t"), "Bearer", Instant.MIN, Instant.MAX, Scopes.none());
    Kept kept = new Kept(Long.MAX_VALUE, access, null, Scopes.none(), null);

    assertSame(KeptForm.read(Long.MAX_VALUE, KeptForm.write(kept)), kept);
  }

  @Test
  void takesTheGenerationFromTheItem() {
    Secret written = KeptForm.write(new Kept(7, null, null, Scopes.none(), null));

    Kept read = KeptForm.read(9, written);

    assertThat(read).isNotNull();
    assertThat(read == null ? 0 : read.generation()).isEqualTo(9);
  }

  /** A field that a later version adds under the same form does no harm. */
  @Test
  void ignoresNamesItDoesNotKnow() {
    assertThat(KeptForm.read(1, Secret.of("{\"form\":\"1\",\"granted\":\"\",\"new\":[1]}")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"form\":\"2\",\"granted\":\"\"}",
        "{\"form\":1,\"granted\":\"\"}",
        "{\"form\":\"1\",\"granted\":\"\"",
        "{\"form\":\"1\",\"granted\":\"\"}x",
        "{\"form\":\"1\",\"form\":\"1\"}",
        "{\"form\":\"1\",\"access\":\"t\",\"type\":\"Bearer\",\"issued\":\"yesterday\","
            + "\"ends\":\"2026-11-20T00:00:00Z\",\"scopes\":\"\"}"
      })
  void refusesAnUnknownFormAndDamage(String text) {
    assertThat(KeptForm.read(1, Secret.of(text))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"access", "type", "issued", "ends", "scopes"})
  void takesAnIncompleteAccessTokenForNoneAndKeepsTheRefreshToken(String missing) {
    Secret whole = KeptForm.write(new Kept(1, ACCESS, Secret.of("r"), Scopes.none(), null));
    String less = whole.reveal().replace("\"" + missing + "\"", "\"x-" + missing + "\"");

    Kept read = KeptForm.read(1, Secret.of(less));

    assertSame(read, new Kept(1, null, Secret.of("r"), Scopes.none(), null));
  }

  @Test
  void neverShowsWhatItHolds() {
    Kept kept = new Kept(7, ACCESS, Secret.of("canary-refresh"), Scopes.of("a"), "0a1b");

    assertThat(List.of(kept.toString(), KeptForm.write(kept).toString(), ACCESS.toString()))
        .noneMatch(text -> text.contains("canary") || text.contains("a\"b"));
  }

  private static void assertSame(@Nullable Kept read, Kept expected) {
    assertThat(plain(read)).isEqualTo(plain(expected));
  }

  /** Secrets have no equality of their own. */
  private static String plain(@Nullable Kept kept) {
    if (kept == null) {
      return "nothing";
    }
    Kept.Access access = kept.access();
    Secret refresh = kept.refresh();
    String shown = access == null ? "-" : access.value().reveal() + access;
    return kept + " " + shown + " " + (refresh == null ? "-" : refresh.reveal());
  }
}
