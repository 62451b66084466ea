package dev.keybearer.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.MovableClock;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SimulatorExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulatorExtensionTest {
  private static final List<SimulatedIssuer> SEEN = new ArrayList<>();

  @BeforeEach
  void setUp(SimulatedIssuer issuer) {
    issuer.client("from-before-each");
    SEEN.add(issuer);
  }

  @Test
  @Order(1)
  void givesAllPartsOfOneWorld(
      World world, SimulatedIssuer issuer, SimulatedGenesys genesys, MovableClock clock) {
    assertThat(world.issuer("corp")).isSameAs(issuer).isSameAs(SEEN.get(0));
    assertThat(world.genesys()).isSameAs(genesys);
    assertThat(world.clock()).isSameAs(clock);
  }

  @Test
  @Order(3)
  void givesStream(World world, SimulatedStream stream) {
    assertThat(world.stream("events")).isSameAs(stream);
  }

  @Test
  @Order(2)
  void givesEachTestWorldOfItsOwn(SimulatedIssuer issuer) {
    assertThat(issuer).isNotSameAs(SEEN.get(0));
    assertThatThrownBy(() -> connect(SEEN.get(0))).isInstanceOf(IOException.class);
  }

  @AfterAll
  static void closesEveryWorld() {
    assertThat(SEEN).hasSize(3);
    assertThatThrownBy(() -> connect(SEEN.get(2))).isInstanceOf(IOException.class);
  }

  private static void connect(SimulatedIssuer issuer) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), issuer.uri().getPort()).close();
  }
}
