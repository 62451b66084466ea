package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class WorldTest {
  private final HttpUser user = new HttpUser();

  @Test
  void givesTheSameHostForTheSameName() {
    try (World world = World.open()) {
      assertThat(world.issuer("corp")).isSameAs(world.issuer("corp"));
      assertThat(world.issuer("other").uri()).isNotEqualTo(world.issuer("corp").uri());
      assertThat(world.genesys()).isSameAs(world.genesys());
      assertThatThrownBy(() -> world.issuer("genesys"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void putsIssuerBehindPath() throws Exception {
    try (World world = World.open()) {
      SimulatedIssuer issuer = world.issuer("corp", "/realms/corp");

      assertThat(issuer.uri()).hasPath("/realms/corp");
      assertThat(user.get(issuer.discovery()).text("jwks_uri")).isEqualTo(issuer.uri() + "/jwks");
      assertThat(
              user.get(issuer.uri().resolve("/.well-known/oauth-authorization-server/realms/corp"))
                  .text("issuer"))
          .isEqualTo(issuer.uri().toString());
      assertThat(user.getWithToken(issuer.api(), issuer.mint("svc")).status()).isEqualTo(200);
      assertThat(user.get(issuer.uri().resolve("/token")).status()).isEqualTo(404);
      assertThatThrownBy(() -> world.issuer("x", "realms/"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closesEveryPortAndMayBeClosedTwice() {
    World world = World.open();
    SimulatedIssuer issuer = world.issuer("corp");
    SimulatedGenesys genesys = world.genesys();

    world.close();
    world.close();

    assertThatThrownBy(() -> user.get(issuer.jwks())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> user.get(genesys.api())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> user.get(world.control())).isInstanceOf(IOException.class);
  }

  @Test
  void opensDemoWithKnownClientsAndDescribesIt() throws Exception {
    try (World world = World.openDemo(DemoPorts.free())) {
      SimulatedIssuer corp = world.issuer("corp");

      assertThat(mint(corp.tokenEndpoint())).isEqualTo(200);
      assertThat(mint(world.genesys().tokenEndpoint())).isEqualTo(200);
      assertThat(world.describe())
          .contains("events\n", world.stream("events").uri().toString())
          .contains("corp\n", corp.tokenEndpoint().toString(), world.genesys().api().toString())
          .contains(world.control().resolve("state").toString());
    }
  }

  @Test
  void opensDemoOnThePortsItIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (World world = World.openDemo(new DemoPorts(port, 0, 0, 0, 0, 0))) {
      assertThat(world.issuer("corp").uri().getPort()).isEqualTo(port);
    }
  }

  @Test
  void namesThePortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      DemoPorts ports = new DemoPorts(taken.getLocalPort(), 0, 0, 0, 0, 0);

      assertThatThrownBy(() -> World.openDemo(ports))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void usesThePortsOfTheDocumentation() {
    assertThat(DemoPorts.usual()).isEqualTo(new DemoPorts(7070, 7071, 7072, 7073, 7074, 7079));
  }

  private int mint(java.net.URI at) throws Exception {
    return user.formWithBasic(at, "demo:demo-secret", "grant_type", "client_credentials").status();
  }
}
