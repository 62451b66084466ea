package dev.keybearer.cli.command;

import dev.keybearer.cli.wiring.Graph;
import dev.keybearer.token.Credential;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints a usable token. */
@Command(
    name = "token",
    description = {
      "Prints a usable token: one that rests in the store while it lives, else a new one.",
      "Without -o the bare token; it goes to stdout and nothing else does."
    },
    mixinStandardHelpOptions = true)
public final class Token implements Callable<Integer> {
  private final Keybearer keybearer;

  @Parameters(paramLabel = "NAME", description = "The credential, by its name in the config.")
  private String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "env (a line for a shell), header (a line for curl -H @-) or json (with life and"
              + " scopes).")
  private @Nullable Form form;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the issuer; ${DEFAULT-VALUE} unless said otherwise.")
  private int patience = 10;

  /** The command below the outermost one. */
  public Token(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() {
    try (Graph graph = keybearer.graph(name)) {
      Credential credential = graph.credential(name);
      var token = graph.source(credential).get(Duration.ofSeconds(patience));
      keybearer.shell().out().println(render(token));
      return Exit.OK.code();
    }
  }

  private String render(dev.keybearer.token.Token token) {
    return switch (form) {
      case null -> token.value();
      case ENV -> "KEYBEARER_TOKEN='" + token.value().replace("'", "'\\''") + "'";
      case HEADER -> "Authorization: " + token.authorizationHeader();
      case JSON -> json(token);
    };
  }

  private String json(dev.keybearer.token.Token token) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("credential", name);
    fields.put("token", token.value());
    fields.put("fingerprint", token.fingerprint().text());
    fields.put("generation", token.generation());
    fields.put("scopes", token.scopes().words());
    fields.put("expires_at", token.expiresAt().toString());
    Duration left = Duration.between(TimeSource.system().wall(), token.expiresAt());
    fields.put("expires_in", left.toSeconds());
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(fields);
  }

  /** How the token is written. */
  enum Form {
    /** For a shell to evaluate. */
    ENV,
    /** For an HTTP client. */
    HEADER,
    /** For a program. */
    JSON
  }
}
