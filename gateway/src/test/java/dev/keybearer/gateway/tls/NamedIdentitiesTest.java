package dev.keybearer.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Authority.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which certificate a caller is shown. */
class NamedIdentitiesTest {
  private final Authority authority = Authority.of("Test Authority");
  private final Identity first = issued("first", "EC", "first.example");
  private final Identity exact = issued("exact", "EC", "api.wild.example", "Other.Example");
  private final Identity wild = issued("wild", "EC", "*.wild.example");
  private final Identity wildRsa = issued("wild", "RSA", "*.wild.example");
  private final NamedIdentities all = NamedIdentities.of(List.of(first, exact, wild, wildRsa));

  @Test
  void showsTheOneOfTheVeryName() {
    assertThat(all.shownFor("api.wild.example")).containsExactly(exact);
    assertThat(all.shownFor("OTHER.example")).containsExactly(exact);
  }

  @Test
  void showsTheOnesWithAWildcardForOneLabel() {
    assertThat(all.shownFor("b.wild.example")).containsExactly(wild, wildRsa);
    assertThat(all.shownFor("a.b.wild.example")).containsExactly(first);
    assertThat(all.shownFor("wild.example")).containsExactly(first);
  }

  @Test
  void showsTheFirstToWhoeverAsksForNothingKnown() {
    for (@Nullable String name :
        new @Nullable String[] {null, "", "nothing", "no.example", "*.x"}) {
      assertThat(all.shownFor(name)).containsExactly(first);
    }
  }

  @Test
  void refusesOneThatCouldNeverBeShown() {
    Identity nameless = authority.issue("nameless").identity();

    assertThat(NamedIdentities.of(List.of(nameless, first)).shownFor("x"))
        .containsExactly(nameless);
    assertThatThrownBy(() -> NamedIdentities.of(List.of(first, nameless)))
        .isInstanceOf(TlsFailure.class)
        .hasMessageContaining("CN=nameless")
        .hasMessageContaining("put it first");
  }

  private Identity issued(String subject, String kind, String... hosts) {
    return authority.issue(subject, Form.of(kind), hosts).identity();
  }
}
