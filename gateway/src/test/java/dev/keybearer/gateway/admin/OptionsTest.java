package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.admin.AdminServer.Options;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M1: no admin port is open to other machines unguarded. */
class OptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "10.0.0.1", "::", "2001:db8::1"})
  void refusesAnAddressThatOthersReachWithoutTlsOrClients(String address) throws Exception {
    SSLContext tls = SSLContext.getDefault();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(address, null, AdminScene.CLIENTS))
        .withMessageContaining("give it TLS and clients, or listen at 127.0.0.1");
    assertThatIllegalArgumentException().isThrownBy(() -> options(address, tls, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> options(address, null, List.of()));
    assertThat(options(address, tls, AdminScene.CLIENTS).clients()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1"})
  void takesAnAddressOfThisMachineAlone(String address) throws NoSuchAlgorithmException {
    assertThat(options(address, null, List.of()).tls()).isNull();
  }

  @Test
  void refusesANameWithoutAnAddress() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 9090);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(nowhere, Set.of(), null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "http://a", "a/b", "*.example.com", "a:99999", "a:"})
  void refusesAHostThatIsNone(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(loopback(), Set.of(host), null, List.of()));
  }

  @Test
  void refusesClientsThatCannotBeToldApart() {
    AdminClient one = client("one", "0123456789abcdef");
    AdminClient same = client("one", "fedcba9876543210");
    AdminClient twin = client("two", "0123456789abcdef");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(loopback(), Set.of(), null, List.of(one, same)))
        .withMessage("two admin clients are named one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(loopback(), Set.of(), null, List.of(one, twin)))
        .withMessage("admin clients one and two have the same secret");
  }

  @Test
  void takesSecretsFromSixteenToFourThousandNinetySixCharacters() {
    assertThat(client("a", "0123456789abcdef").name()).isEqualTo("a");
    assertThat(client("a", "x".repeat(4_096)).name()).isEqualTo("a");
    for (String bad :
        List.of(
            "",
            "0123456789abcde",
            "x".repeat(4_097),
            "0123456789 abcdef",
            "0123456789abcdef\n",
            "0123456789abcdef\u00e4")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client("a", bad))
          .withMessageNotContaining("0123456789");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "-a", "local", "nobody", "a\nb", "ä"})
  void refusesNamesThatCannotStandInARecord(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> client(name, "0123456789abcdef"));
  }

  @Test
  void saysWhereItCannotListen() {
    try (AdminScene taken = AdminScene.withoutClients()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.port());
      Options options = new Options(address, Set.of(), null, List.of());

      assertThatThrownBy(
              () -> AdminServer.open(options, taken.operations, taken.acts, TimeSource.system()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "the admin port cannot listen at localhost/127.0.0.1:" + taken.port());
    }
  }

  @Test
  void cannotMoveNorTakeTlsOnWhileItListens() throws Exception {
    try (AdminScene scene = AdminScene.withoutClients()) {
      Options moved =
          new Options(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), scene.port() == 1 ? 2 : 1),
              Set.of(),
              null,
              List.of());
      Options secured = new Options(loopback(), Set.of(), SSLContext.getDefault(), List.of());

      assertThatIllegalArgumentException().isThrownBy(() -> scene.server.use(moved));
      assertThatIllegalArgumentException().isThrownBy(() -> scene.server.use(secured));
    }
  }

  @Test
  void hidesSecretsInItsText() {
    assertThat(AdminScene.options(AdminScene.CLIENTS).toString())
        .contains("Secret[***]")
        .doesNotContain(AdminScene.READER);
  }

  private static AdminClient client(String name, String secret) {
    return new AdminClient(name, Secret.of(secret), Set.of(Role.READ), Set.of());
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Options options(
      String address, @Nullable SSLContext tls, List<AdminClient> clients) {
    InetAddress literal = InetAddress.ofLiteral(address);
    return new Options(new InetSocketAddress(literal, 9090), Set.of(), tls, clients);
  }
}
