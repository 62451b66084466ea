package dev.keybearer.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a running daemon use the secret that stands at a credential's reference now. */
@Command(
    name = "rotate",
    description = {
      "Makes a running daemon use the secret that stands at a credential's reference now.",
      "The one before counts until the new one has worked once."
    },
    mixinStandardHelpOptions = true)
public final class Rotate implements Callable<Integer> {
  private final Keybearer keybearer;

  @Mixin private final Operating operating = new Operating();

  @Parameters(paramLabel = "NAME", description = "The credential, by its name in the config.")
  private String name = "";

  /** The command below the outermost one. */
  public Rotate(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws InterruptedException {
    String credential = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return operating.ask(keybearer, "/admin/credentials/" + credential + "/rotate", Map.of());
  }
}
