package dev.keybearer.cli.command;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.wiring.Graph;
import dev.keybearer.token.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The outermost command: holds what every other one takes too. */
@Command(
    name = "keybearer",
    description = "Keeps OAuth 2.0 tokens alive and guards what they open.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true)
public final class Keybearer {
  private static final String DEFAULT = "keybearer.yaml";
  private static final String VARIABLE = "KEYBEARER_CONFIG";

  private static final String LOOKUP =
      "name one with -c FILE or " + VARIABLE + "; without them it is ./" + DEFAULT;

  /** Loggers that nobody holds forget their level. */
  private static final Logger LIBRARY = Logger.getLogger("dev.keybearer");

  private final Shell shell;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The config; else $" + VARIABLE + ", else " + DEFAULT + " in this folder.")
  private @Nullable Path file;

  /** The command as a shell starts it. */
  public Keybearer(Shell shell) {
    this.shell = shell;
  }

  /** Keeps what a daemon would log from the terminal of a short command; not what is wrong. */
  void hush() {
    LIBRARY.setLevel(Level.WARNING);
  }

  /** Tells the user something, which is no data. */
  void say(String line) {
    shell.err().println("keybearer: " + line);
    shell.err().flush();
  }

  /** What surrounds the command. */
  Shell shell() {
    return shell;
  }

  /** The config file that the user means. */
  Path file() {
    if (file != null) {
      return file;
    }
    String named = shell.environment().getOrDefault(VARIABLE, "");
    return Path.of(named.isEmpty() ? DEFAULT : named);
  }

  /**
   * The config that the user means.
   *
   * @throws dev.keybearer.cli.config.source.ConfigFailure when it cannot be used
   */
  Config config() {
    Path file = file();
    if (!Files.exists(file)) {
      throw Source.missing(file, LOOKUP);
    }
    return Config.load(file);
  }

  /**
   * The config that the user means, or null when none was named and none lies in this folder.
   *
   * @throws dev.keybearer.cli.config.source.ConfigFailure when there is one and it cannot be used
   */
  @Nullable Config configIfAny() {
    boolean named = file != null || !shell.environment().getOrDefault(VARIABLE, "").isEmpty();
    return named || Files.exists(file()) ? config() : null;
  }

  /**
   * The objects that the config describes, for the use of one of its credentials. Nothing is opened
   * or made for a name that it does not have.
   *
   * @throws dev.keybearer.cli.config.source.ConfigFailure when it cannot be used
   * @throws Misuse when it has no credential of that name
   */
  Graph graph(String credential) {
    return graph(List.of(credential), event -> {});
  }

  /** The same for several credentials. */
  Graph graph(Collection<String> names, Recorder recorder) {
    Config config = config();
    for (String credential : names) {
      if (!config.credentials().containsKey(credential)) {
        String known = String.join(", ", config.credentials().keySet());
        throw new Misuse(
            "no credential is named " + credential + " in " + file() + "; there is " + known);
      }
    }
    hush();
    return Graph.open(config, recorder, this::say);
  }
}
