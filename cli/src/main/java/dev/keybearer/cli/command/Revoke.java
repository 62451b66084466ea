package dev.keybearer.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends tokens early at a running daemon. */
@Command(
    name = "revoke",
    description = {
      "Ends tokens early at a running daemon: a token, or what an option names. It counts",
      "from the next call on, and survives a restart."
    },
    mixinStandardHelpOptions = true)
public final class Revoke implements Callable<Integer> {
  private final Keybearer keybearer;

  @Mixin private final Operating operating = new Operating();

  @Parameters(
      paramLabel = "TOKEN",
      arity = "0..1",
      description = "The token; - reads it from stdin, where nobody else can see it.")
  private @Nullable String token;

  @Option(
      names = "--fingerprint",
      paramLabel = "ID",
      description = "The token of this fingerprint, as ledger and logs name it.")
  private @Nullable String fingerprint;

  @Option(names = "--jti", paramLabel = "ID", description = "The token of this jti; with --issuer.")
  private @Nullable String jti;

  @Option(names = "--subject", paramLabel = "SUB", description = "All tokens of this subject.")
  private @Nullable String subject;

  @Option(names = "--client", paramLabel = "ID", description = "All tokens of this client.")
  private @Nullable String client;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "Only tokens of this issuer, as iss names it.")
  private @Nullable String issuer;

  @Option(
      names = "--issued-before",
      paramLabel = "TIME",
      description = "Only tokens that are older, such as 2026-01-31T08:00:00Z.")
  private @Nullable String issuedBefore;

  @Option(names = "--at-issuer", description = "Asks the token's issuer too; with a token only.")
  private boolean atIssuer;

  /** The command below the outermost one. */
  public Revoke(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "token_id", fingerprint);
    put(body, "jti", jti);
    put(body, "subject", subject);
    put(body, "client_id", client);
    put(body, "token", token());
    if (body.size() != 1) {
      throw new Misuse(
          "say what to revoke: one of TOKEN, --fingerprint, --jti, --subject or --client");
    }
    put(body, "issuer", issuer);
    put(body, "issued_before", issuedBefore);
    if (atIssuer) {
      body.put("at_issuer", true);
    }
    return operating.ask(keybearer, "/admin/revoke", body);
  }

  private static void put(Map<String, Object> body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  /** The bare token, whatever stood around it. */
  private @Nullable String token() throws IOException {
    if (token == null) {
      return null;
    }
    if (token.equals("-")) {
      return Paste.of(stdin()).token();
    }
    keybearer.say(
        "an argument shows in the list of processes and the history of the shell, stdin (-) does"
            + " not");
    return Paste.of(token).token();
  }

  private String stdin() throws IOException {
    byte[] bytes = keybearer.shell().in().stream().readNBytes(Paste.LONGEST + 1);
    if (bytes.length > Paste.LONGEST) {
      throw new Misuse("what was given is longer than any token");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
