package dev.keybearer.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a running daemon do something to one of its credentials, now. */
@Command(mixinStandardHelpOptions = true)
public final class CredentialCommand implements Callable<Integer> {
  private final Keybearer keybearer;
  private final Act act;

  @Mixin private final Operating operating = new Operating();

  @Parameters(paramLabel = "NAME", description = "The credential, by its name in the config.")
  private String name = "";

  private CredentialCommand(Keybearer keybearer, Act act) {
    this.keybearer = keybearer;
    this.act = act;
  }

  /** The command below the outermost one. */
  public static CommandLine of(Keybearer keybearer, Act act) {
    CommandLine command = new CommandLine(new CredentialCommand(keybearer, act));
    command.setCommandName(act.word());
    command.getCommandSpec().usageMessage().description(act.description, act.remark);
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    String credential = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return operating.ask(
        keybearer, "/admin/credentials/" + credential + "/" + act.word(), Map.of());
  }

  /** What can be done to a credential. */
  public enum Act {
    /** Gets a new token. */
    RENEW(
        "Gets a new token for a credential of a running daemon, now.",
        "Asks the issuer even though the token at hand still lives."),
    /** Takes up another secret. */
    ROTATE(
        "Makes a running daemon use the secret that stands at a credential's reference now.",
        "The one before counts until the new one has worked once.");

    private final String description;
    private final String remark;

    Act(String description, String remark) {
      this.description = description;
      this.remark = remark;
    }

    /** Its name on the command line and on the admin port. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
