package dev.keybearer.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where organisations live: what is known, and what is not known yet. */
class RegionTest {
  @Test
  void hostsAreBelowTheDomain() {
    Region region = Region.of("mypurecloud.de");

    assertThat(region.login()).isEqualTo(URI.create("https://login.mypurecloud.de"));
    assertThat(region.api()).isEqualTo(URI.create("https://api.mypurecloud.de"));
    assertThat(region.streaming()).isEqualTo(URI.create("https://streaming.mypurecloud.de"));
    assertThat(region.apps()).isEqualTo(URI.create("https://apps.mypurecloud.de"));
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, mypurecloud.com",
    "eu-central-1, mypurecloud.de",
    "EU-Central-2, euc2.pure.cloud",
    "eusc-de-east-1, edee1.eusc-pure.cloud",
    "us-east-2, use2.us-gov-pure.cloud",
    "' ap-southeast-2 ', mypurecloud.com.au",
    "MyPureCloud.IE, mypurecloud.ie",
    "xyz1.pure.cloud, xyz1.pure.cloud",
    "a.b, a.b"
  })
  void namedByItsDomainOrByAws(String text, String domain) {
    assertThat(Region.parse(text)).isEqualTo(Region.of(domain));
  }

  @Test
  void everyKnownRegionIsFoundByItsNameAndByItsDomain() {
    assertThat(Region.byName()).hasSize(18);
    Region.byName()
        .forEach(
            (name, region) -> {
              assertThat(Region.parse(name)).isEqualTo(region);
              assertThat(Region.parse(region.domain()).name()).isEqualTo(name);
            });
    assertThat(new HashSet<>(Region.byName().values())).hasSize(18);
  }

  @Test
  void aDomainThatNobodyKnowsHasNoName() {
    assertThat(Region.of("xyz1.pure.cloud").name()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "us-esat-1",
        "mypurecloud",
        ".com",
        "a.",
        "a..b",
        "-a.com",
        "a-.com",
        "a.com/x",
        "a.com:443",
        "user@a.com",
        "https://mypurecloud.com",
        "a b.com",
        "ä.com"
      })
  void refusesWhatIsNoDomain(String text) {
    assertThatThrownBy(() -> Region.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("us-east-1");
    assertThatThrownBy(() -> Region.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDomainIsNoLongerThanDomainsAre() {
    String longest = "a.".repeat(126) + "b";

    assertThat(Region.parse(longest).domain()).isEqualTo(longest);
    assertThatThrownBy(() -> Region.parse(longest + "c"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
