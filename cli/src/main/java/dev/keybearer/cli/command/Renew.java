package dev.keybearer.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gets a new token for a credential of a running daemon, now. */
@Command(
    name = "renew",
    description = {
      "Gets a new token for a credential of a running daemon, now.",
      "Asks the issuer even though the token at hand still lives."
    },
    mixinStandardHelpOptions = true)
public final class Renew implements Callable<Integer> {
  private final Keybearer keybearer;

  @Mixin private final Operating operating = new Operating();

  @Parameters(paramLabel = "NAME", description = "The credential, by its name in the config.")
  private String name = "";

  /** The command below the outermost one. */
  public Renew(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws InterruptedException {
    String credential = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return operating.ask(keybearer, "/admin/credentials/" + credential + "/renew", Map.of());
  }
}
