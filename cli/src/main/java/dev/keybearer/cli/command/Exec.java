package dev.keybearer.cli.command;

import dev.keybearer.cli.wiring.Graph;
import dev.keybearer.token.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a command with a token. */
@Command(
    name = "exec",
    description = {
      "Runs a command with a token: in the environment variable KEYBEARER_TOKEN, or with --file in",
      "a file that is kept fresh while the command runs, whose path is in KEYBEARER_TOKEN_FILE.",
      "With several --for each variable has the name of its credential behind it, in capitals.",
      "Ends with the exit code of the command."
    },
    mixinStandardHelpOptions = true)
public final class Exec implements Callable<Integer> {
  /** A command that runs longer is better off with a file. */
  private static final Duration LASTING = Duration.ofHours(1);

  private final Keybearer keybearer;

  @Option(
      names = "--for",
      paramLabel = "NAME",
      required = true,
      description = "The credential, by its name in the config; may be given several times.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "VAR",
      description = "The variable of the token, or of the path of its file, instead of those.")
  private @Nullable String variable;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "Where to keep the token; once for each --for, in their order.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the issuer; ${DEFAULT-VALUE} unless said otherwise.")
  private int patience = 10;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, behind --.")
  private List<String> command = new ArrayList<>();

  /** The command below the outermost one. */
  public Exec(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> variables = variables();
    return files.isEmpty() ? inEnvironment(variables) : inFiles(variables);
  }

  /** The variable of each credential. */
  private Map<String, String> variables() {
    String start =
        variable != null ? variable : files.isEmpty() ? "KEYBEARER_TOKEN" : "KEYBEARER_TOKEN_FILE";
    if (!start.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new Misuse("--env names a variable: letters, digits and _ are expected");
    }
    if (!files.isEmpty() && files.size() != names.size()) {
      throw new Misuse("give --file once for each --for, in their order");
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : names) {
      variables.put(name, names.size() == 1 ? start : start + "_" + capitals(name));
    }
    Set<String> distinct = new LinkedHashSet<>(variables.values());
    Set<Path> places = new LinkedHashSet<>(files);
    if (distinct.size() < names.size() || places.size() < files.size()) {
      throw new Misuse("two of --for or --file are the same, or their variables are");
    }
    return variables;
  }

  private static String capitals(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** The store is left to others before the command runs. */
  private int inEnvironment(Map<String, String> variables) throws InterruptedException {
    Map<String, String> environment = new LinkedHashMap<>();
    Set<String> withheld;
    try (Graph graph = keybearer.graph(names, event -> {})) {
      variables.forEach(
          (name, chosen) -> {
            var token = graph.source(graph.credential(name)).get(Duration.ofSeconds(patience));
            warn(name, token.expiresAt());
            environment.put(chosen, token.value());
          });
      withheld = graph.secretVariables();
    }
    return Child.run(command, environment, withheld);
  }

  private void warn(String name, Instant end) {
    Instant now = TimeSource.system().wall();
    if (Duration.between(now, end).compareTo(LASTING) < 0) {
      keybearer.say(
          "the token of "
              + name
              + " ends "
              + Moments.words(end, now)
              + ", and no variable is renewed: a command that runs longer needs --file PATH");
    }
  }

  private int inFiles(Map<String, String> variables) throws InterruptedException {
    Map<String, Path> paths = new LinkedHashMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Path file = files.get(i).toAbsolutePath().normalize();
      paths.put(names.get(i), file);
      environment.put(variables.getOrDefault(names.get(i), ""), file.toString());
    }
    try (KeptTokens kept = KeptTokens.open(keybearer, paths, Duration.ofSeconds(patience))) {
      return Child.run(command, environment, kept.secretVariables());
    }
  }
}
