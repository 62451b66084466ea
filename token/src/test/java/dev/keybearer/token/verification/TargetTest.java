package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** K4: by what tokens are ended early, and that nothing else is ended with them. */
class TargetTest {
  private static final Fingerprinter NAMES = new Fingerprinter(Secret.of("names"));

  @Test
  void keysNeverChangeSinceTheyRestOnDisk() {
    assertThat(Stream.of(one()).map(target -> target.key().toString()))
        .containsExactly(
            "f7224b9a4f3a5c419c41b3ba067ab22e",
            "95525a6be3ec26cd3fdca18072213ed8",
            "ac04d28c57c3b84a1d237b5860e971cd",
            "97068d2cc9e9871f3262cf4e89aeefc1",
            "fe0b5f865357f46e3b00089282cd7628",
            "6f35e33ea604960865af9e1753ff288d",
            "4bf1e82ca405337458f49e91af64e113");
  }

  @Test
  void targetsThatDifferInAnythingHaveDifferentKeys() {
    List<Target> targets =
        List.of(
            new Target.Text(new Fingerprint("a")),
            new Target.Numbered("a", "b"),
            new Target.Numbered("ab", ""),
            new Target.Numbered("", "ab"),
            new Target.Subject(null, "ab"),
            new Target.Subject(null, "a"),
            new Target.Subject("", "ab"),
            new Target.Subject("a", "b"),
            new Target.Subject("ab", ""),
            new Target.Client(null, "ab"),
            new Target.Client(null, "a"),
            new Target.Client("a", "b"),
            new Target.Client("", "ab"),
            new Target.Subject(null, ""),
            new Target.Client(null, ""),
            new Target.Subject(null, "?"),
            new Target.Subject(null, "\ud800"),
            new Target.Subject(null, "\ud801"),
            new Target.Subject(null, "\u0000a"),
            new Target.Subject(null, "é"),
            new Target.Subject(null, "e\u0301"));
    Set<TargetKey> keys = new HashSet<>();

    targets.forEach(target -> assertThat(keys.add(target.key())).as("%s", target).isTrue());
  }

  @Test
  void aPresentedTokenThatIsSignedIsItsTextAndItsContent() {
    String signed = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ";

    List<Target> one = Target.of(Secret.of(signed + ".AAAA"), NAMES);
    List<Target> other = Target.of(Secret.of(signed + ".AAAB"), NAMES);

    assertThat(one).extracting(Target::kind).containsExactly(Kind.TEXT, Kind.CONTENT);
    assertThat(one.get(0)).isNotEqualTo(other.get(0));
    assertThat(one.get(1)).isEqualTo(other.get(1));
  }

  @Test
  void aPresentedTokenThatIsNotSignedIsItsTextOnly() {
    for (String token : List.of("opaque", "v1.prod.first", "eyJ.a", "eyJ.a.b.c.d", "", "..")) {
      assertThat(Target.of(Secret.of(token), NAMES))
          .containsExactly(new Target.Text(NAMES.of(Secret.of(token))));
    }
  }

  @Test
  void anyTextIsATarget() {
    assertThat(Target.of(Secret.of("ey\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00.x.y"), NAMES))
        .hasSize(2);
  }

  @Test
  void kindsAreReadAsTheyAreWritten() {
    for (Kind kind : Kind.values()) {
      assertThat(Kind.of(kind.code())).isEqualTo(kind);
    }
    assertThat(Kind.of((byte) 0)).isNull();
    assertThat(Kind.of((byte) 8)).isNull();
  }

  private static Target[] one() {
    return new Target[] {
      new Target.Text(new Fingerprint("00112233445566778899aabbccddeeff")),
      new Target.Content(TargetKey.ofSigned("eyJhbGciOiJFUzI1NiJ9.e30")),
      new Target.Numbered("https://sso.example.com", "t-1"),
      new Target.Subject(null, "ada"),
      new Target.Subject("https://sso.example.com", "ada"),
      new Target.Client(null, "app"),
      new Target.Client("https://sso.example.com", "app")
    };
  }
}
