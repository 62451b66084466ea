package dev.keybearer.cli.command;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Acceptance;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Examination;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Unverified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a presented token is, and why it is refused. */
@Command(
    name = "inspect",
    description = {
      "Says what stands in a token, verifies it, and names every expectation that it",
      "does not meet. Takes a bare token or a pasted Authorization header, and never",
      "prints it back. Without a config it only reads.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 verified, 7 refused (or nothing to verify it with), 5 nobody",
      "could tell, 3 the config cannot be used."
    },
    mixinStandardHelpOptions = true)
public final class Inspect implements Callable<Integer> {
  private final Keybearer keybearer;

  @Parameters(
      paramLabel = "TOKEN",
      arity = "0..1",
      description = "The token; - or nothing reads it from stdin, where nobody else can see it.")
  private @Nullable String argument;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table, json or yaml; table unless said otherwise.")
  private Output output = Output.TABLE;

  @Option(
      names = "--issuer",
      paramLabel = "NAME",
      description = "Whose token it is, by its name in the config; else the token says it.")
  private @Nullable String issuer;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the issuer; ${DEFAULT-VALUE} unless said otherwise.")
  private int patience = 10;

  /** The command below the outermost one. */
  public Inspect(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws IOException {
    keybearer.hush();
    Paste paste = Paste.of(text());
    Shell shell = keybearer.shell();
    Inspection inspection = inspect(paste);
    if (output != Output.TABLE) {
      shell.out().print(Document.of(output, inspection.describe()));
    } else {
      if (!paste.notes().isEmpty()) {
        say("taken off the token: " + String.join(", ", paste.notes()));
      }
      shell.out().print(Explanation.of(inspection, shell.outPaint()));
    }
    shell.out().flush();
    return inspection.outcome().exit().code();
  }

  private String text() throws IOException {
    if (argument != null && !argument.equals("-")) {
      say(
          "an argument shows in the list of processes and the history of the shell, stdin does"
              + " not");
      return argument;
    }
    Shell.Stdin in = keybearer.shell().in();
    if (in.isTerminal() && argument == null) {
      throw new Misuse("there is no token: pipe it in, or say - to paste it here");
    }
    if (in.isTerminal()) {
      say("paste the token, then press Enter and Ctrl-D; a terminal cuts lines after 4095 letters");
    }
    byte[] bytes = in.stream().readNBytes(Paste.LONGEST + 1);
    if (bytes.length > Paste.LONGEST) {
      throw new Misuse("what was given is longer than any token");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void say(String line) {
    keybearer.shell().err().println("keybearer: " + line);
  }

  private Inspection inspect(Paste paste) {
    Config config = keybearer.configIfAny();
    try (Acceptance acceptance = Acceptance.open(config)) {
      Unverified token = Unverified.read(paste.token());
      List<String> chosen = chosen(acceptance, token);
      Presentation presented = new Presentation(paste.scheme(), paste.token(), null, null);
      Examination examined =
          acceptance.verifier(chosen).examine(presented, Duration.ofSeconds(patience));
      String help = config == null ? noConfig(token) : help(acceptance, token, chosen);
      return new Inspection(paste, examined, TimeSource.system().wall(), config != null, help);
    }
  }

  /** The issuer whose token it may be; nobody when there is none. */
  private List<String> chosen(Acceptance acceptance, Unverified token) {
    Map<String, @Nullable String> accepted = acceptance.accepted();
    if (issuer != null) {
      if (!accepted.containsKey(issuer)) {
        throw new Misuse(
            "no issuer whose tokens are accepted is named "
                + issuer
                + "; there is "
                + (accepted.isEmpty() ? "none" : String.join(", ", accepted.keySet())));
      }
      return List.of(issuer);
    }
    List<String> fitting = new ArrayList<>();
    String named = token.issuer();
    accepted.forEach(
        (name, identity) -> {
          if (named != null && named.equals(identity)) {
            fitting.add(name);
          }
        });
    if (fitting.isEmpty()) {
      acceptance.asked().stream()
          .filter(name -> token.form() == Unverified.Form.OPAQUE || accepted.get(name) == null)
          .forEach(fitting::add);
    }
    if (fitting.size() > 1) {
      throw new Misuse(
          "it may be a token of "
              + String.join(" or ", fitting)
              + ": say whose it is with --issuer NAME");
    }
    return fitting;
  }

  private static String noConfig(Unverified token) {
    String keys =
        token.form() == Unverified.Form.OPAQUE ? "audiences and introspection" : "audiences";
    return "name a config with -c FILE that has its issuer under issuers, with " + keys;
  }

  private String help(Acceptance acceptance, Unverified token, List<String> chosen) {
    if (!chosen.isEmpty()) {
      return "";
    }
    List<String> silent = acceptance.silent(token.issuer());
    if (!silent.isEmpty()) {
      return "issuers."
          + silent.getFirst()
          + " accepts no tokens: add audiences: [NAME], our name in its tokens";
    }
    if (token.form() == Unverified.Form.OPAQUE) {
      return "no issuer of the config is asked about such tokens: give one audiences and"
          + " introspection: { client-id: ID, client-secret: env:NAME }";
    }
    if (token.issuer() == null) {
      return "";
    }
    List<String> trusted = new ArrayList<>();
    acceptance.accepted().forEach((name, identity) -> trusted.add(name + " (" + identity + ")"));
    return trusted.isEmpty()
        ? "no issuer of the config has audiences, so that no token is accepted"
        : "the config accepts tokens of " + String.join(", ", trusted);
  }
}
