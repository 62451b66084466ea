package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on embedded defaults, and what keeps it from starting. */
class DemoTest {
  @TempDir private Path folder;

  @Test
  void goesRoundTwiceInOneFolderAndFindsEverythingAsItShouldBe() {
    for (int round = 0; round < 2; round++) {
      Run run =
          Run.typing(
              "demo", "--tour", "--free-ports", "--folder", folder.resolve("demo").toString());

      List<String> steps = run.out().lines().filter(line -> line.matches(".*[✓✗].*")).toList();
      assertThat(steps).hasSize(11).allMatch(step -> step.contains("✓"));
      assertThat(run.code()).as(run.said()).isZero();
    }
  }

  @Test
  void doesNotServeABadConfig() throws Exception {
    Path config = Files.writeString(folder.resolve("bad.yaml"), "gatway: {}\n");

    Run run = Run.typing("serve", "-c", config.toString());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("bad.yaml:1:1").contains("gateway");
  }

  @Test
  void doesNotServeAtATakenPortAndSaysWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      for (String[] ports : new String[][] {{port, "0"}, {"0", port}}) {
        Path config = Files.writeString(folder.resolve("taken.yaml"), config(ports[0], ports[1]));

        Run run = Run.typing("serve", "-c", config.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
            .contains("127.0.0.1:" + port)
            .containsIgnoringCase("address already in use")
            .contains(ports[0].equals(port) ? "gateway.listen" : "admin.listen")
            .doesNotContain("bug");
      }
    }
  }

  private static String config(String gateway, String admin) {
    return """
    issuers: { corp: { kind: oidc, issuer: "http://127.0.0.1:9" } }
    gateway:
      listen: 127.0.0.1:%s
      routes: [{ path: /**, methods: [GET], accept: anonymous, upstream: "http://127.0.0.1:9" }]
    admin: { listen: 127.0.0.1:%s }
    """
        .formatted(gateway, admin);
  }
}
