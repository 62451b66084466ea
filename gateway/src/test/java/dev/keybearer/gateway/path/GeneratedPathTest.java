package dev.keybearer.gateway.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G3: no generated target that is accepted means one thing here and another thing behind. */
class GeneratedPathTest {
  private static final String PROTECTED = "admin";
  private static final int PATHS = 40_000;

  /** Pieces that attacks are made of, whole and in parts, and a few that are harmless. */
  private static final String[] PIECES = {
    "/",
    "/",
    "/",
    "/",
    "//",
    ".",
    "..",
    "/..",
    "/../",
    "/./",
    "%2e",
    "%2E",
    "%2e%2e",
    "%2f",
    "%2F",
    "%5c",
    "\\",
    ";",
    ";a=b",
    "%3b",
    "%",
    "%25",
    "%2",
    "2e",
    "2f",
    "%252e",
    "%252f",
    "%25%32%65",
    "%u002e",
    "%u002f",
    "%c0%ae",
    "%c0%af",
    "%00",
    "%0a",
    " ",
    "admin",
    "admin",
    "public",
    "a",
    "A",
    "%61dmin",
    "adm%69n",
    "%2561dmin",
    "admi",
    "n",
    "+",
    "%2b",
    "%20",
    "caf%c3%a9",
    "\u00e9",
    "#",
    "?",
    "~",
    "%7e",
    "*",
    ":",
    "@",
    "%40",
    "|",
    "u",
    "%ff"
  };

  @Test
  void writesNoPathDifferentlyTheSecondTime() {
    int accepted = 0;
    Random random = new Random(20_261_120);
    for (int i = 0; i < PATHS; i++) {
      if (JudgedPath.parse(target(random)) instanceof JudgedPath judged) {
        accepted++;
        assertThat(JudgedPath.parse(judged.target())).isEqualTo(judged);
        assertThat(Spelling.isPlain(judged.path()) || judged.path().matches(".*(%|/\\.).*"))
            .isTrue();
      }
    }

    assertThat(accepted).isGreaterThan(PATHS / 50);
  }

  @ParameterizedTest
  @EnumSource
  void reachesNothingProtectedThatIsNotJudgedAsSuch(Recipient recipient) {
    int reached = 0;
    Random random = new Random(9_110);
    for (int i = 0; i < PATHS; i++) {
      String target = target(random);
      if (JudgedPath.parse(target) instanceof JudgedPath judged) {
        boolean known = judged.path().matches("/admin(/.*)?");
        assertThat(recipient.reaches(judged.target(), PROTECTED))
            .as(target + " is judged as " + judged.path())
            .isEqualTo(known);
        reached += known ? 1 : 0;
      }
    }

    assertThat(reached).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%2e%2e",
        "..;",
        "%252e%252e",
        "..%2f",
        "%u002e.",
        "..%5c",
        "%c0%ae%c0%ae",
        ".%00."
      })
  void reachesNothingFromUnderAnOpenPrefix(String step) {
    Random random = new Random(step.hashCode());
    for (int i = 0; i < PATHS / 20; i++) {
      String target = "/public/" + step + target(random) + "/admin";
      if (JudgedPath.parse(target) instanceof JudgedPath judged) {
        for (Recipient recipient : Recipient.values()) {
          assertThat(recipient.reaches(judged.target(), PROTECTED))
              .as(target)
              .isEqualTo(judged.path().matches("/admin(/.*)?"));
        }
      }
    }
  }

  @Test
  void knowsRecipientsThatWouldBeReachedWithoutAJudge() {
    assertThat(Recipient.DECODES_ONCE.reaches("/public/..;/admin", PROTECTED)).isTrue();
    assertThat(Recipient.DECODES_ONCE.reaches("/public/%2e%2e/admin", PROTECTED)).isTrue();
    assertThat(Recipient.DECODES_ONCE.reaches("/admin;x", PROTECTED)).isTrue();
    assertThat(Recipient.DECODES_TWICE.reaches("/public/%252e%252e/admin", PROTECTED)).isTrue();
    assertThat(Recipient.DECODES_TWICE.reaches("/public%255c..%5cadmin", PROTECTED)).isTrue();
    assertThat(Recipient.DECODES_TWICE.reaches("/%2561dmin", PROTECTED)).isTrue();
    assertThat(Recipient.MERGES_SLASHES.reaches("//admin", PROTECTED)).isTrue();
    assertThat(Recipient.MERGES_SLASHES.reaches("/public/%u002e%c0%ae/admin", PROTECTED)).isTrue();
    assertThat(Recipient.MERGES_SLASHES.reaches("/admin%00x", PROTECTED)).isTrue();
  }

  private static String target(Random random) {
    StringBuilder target = new StringBuilder("/");
    int pieces = 1 + random.nextInt(7);
    for (int i = 0; i < pieces; i++) {
      target.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return target.toString();
  }
}
