package dev.keybearer.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X1, X2. */
class VaultAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://vault.example.com:8200",
        "https://10.0.0.1/",
        "http://127.0.0.1:8200",
        "http://127.1.2.3",
        "http://localhost:8200/prefix",
        "HTTP://LOCALHOST",
        "http://[::1]:8200"
      })
  void takesHttpsAndLoopback(String address) {
    assertThat(VaultAddress.of(URI.create(address))).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vault.example.com",
        "http://10.0.0.1:8200",
        "http://127.0.0.1.example.com",
        "http://127.example.com",
        "http://localhost.example.com",
        "http://[::ffff:7f00:1]",
        "ftp://127.0.0.1",
        "vault.example.com:8200",
        "/vault",
        "https:/vault",
        "https://user@vault.example.com",
        "https://vault.example.com?x=1",
        "https://vault.example.com#x"
      })
  void refusesEverythingElse(String address) {
    assertThatExceptionOfType(SecretFailure.class)
        .isThrownBy(() -> VaultAddress.of(URI.create(address)));
  }

  /** G8: it becomes a header. */
  @Test
  void refusesNamespaceThatWouldSplitAHeader() {
    VaultAddress address = VaultAddress.of(URI.create("https://vault.example.com"));

    assertThat(address.withNamespace("ns1/ns2/").namespace()).isEqualTo("ns1/ns2/");
    for (String namespace : new String[] {"", "a b", "a\r\nX: y", "é"}) {
      assertThatExceptionOfType(SecretFailure.class)
          .isThrownBy(() -> address.withNamespace(namespace));
    }
  }
}
