package dev.keybearer.cli.command;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.cli.config.source.Report;
import dev.keybearer.cli.wiring.CallerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Judges a config without asking anybody: every mistake at once, each with its place. */
@Command(
    name = "check",
    description = "Reads the config and says everything that is wrong with it; asks no server.",
    mixinStandardHelpOptions = true)
public final class Check implements Callable<Integer> {
  private final Keybearer keybearer;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table, json or yaml; table unless said otherwise.")
  private Output output = Output.TABLE;

  @Option(
      names = "--print-schema",
      description = "Print the JSON Schema of config files, for editors, and stop.")
  private boolean printSchema;

  /** The command below the outermost one. */
  public Check(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() {
    if (printSchema) {
      keybearer.shell().out().print(Document.json(Config.schema().keywords()));
      return Exit.OK.code();
    }
    try {
      Config config = keybearer.config();
      CallerSettings.check(config);
      report(config);
      return Exit.OK.code();
    } catch (ConfigFailure failure) {
      if (output == Output.TABLE) {
        throw failure;
      }
      keybearer.shell().out().print(Document.of(output, describe(failure.report())));
      return Exit.CONFIG.code();
    }
  }

  private void report(Config config) {
    Shell shell = keybearer.shell();
    String file = keybearer.file().toString();
    if (output != Output.TABLE) {
      shell.out().print(Document.of(output, describe(file, config)));
      return;
    }
    var table = new Table("CREDENTIAL", "ISSUER", "GRANT", "CLIENT-AUTH", "RENEW");
    config
        .credentials()
        .forEach(
            (name, credential) ->
                table.row(
                    name,
                    credential.issuer().name(),
                    credential.grant().kind().word(),
                    credential.issuer().value().clientAuthentication().word(),
                    credential.renew().at().toString()));
    shell.out().print(table.render(shell.outPaint()));
    if (config.gateway() != null) {
      Table routes = new RouteListing(config.gateway().routes()).table();
      shell.out().print("\n" + routes.render(shell.outPaint()));
    }
    shell.out().flush();
    shell.err().println(file + ": no errors");
  }

  private static Map<String, Object> describe(String file, Config config) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("file", file);
    description.put("valid", true);
    description.put("issuers", List.copyOf(config.issuers().keySet()));
    description.put("credentials", List.copyOf(config.credentials().keySet()));
    description.put(
        "routes",
        config.gateway() == null
            ? List.of()
            : new RouteListing(config.gateway().routes()).describe());
    description.put("problems", List.of());
    return description;
  }

  private static Map<String, Object> describe(Report report) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("file", report.source().name());
    description.put("valid", false);
    description.put("problems", report.problems().stream().map(Check::describe).toList());
    return description;
  }

  private static Map<String, Object> describe(Problem problem) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("code", problem.kind().code());
    description.put("message", problem.message());
    description.put("line", problem.span().line());
    description.put("column", problem.span().column());
    description.put("label", problem.label());
    description.put("help", problem.help());
    return description;
  }
}
