package dev.keybearer.cli.command;

import dev.keybearer.cli.wiring.AdminPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands share that ask a running daemon to do something. */
final class Operating {
  @Option(
      names = "--as",
      paramLabel = "CLIENT",
      description = "Which client of admin to ask as; else the only one that may operate.")
  private @Nullable String as;

  @Option(
      names = "--at",
      paramLabel = "URL",
      description = "Where its admin port is; else where the config says.")
  private @Nullable URI at;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table, json or yaml; table unless said otherwise.")
  private Output output = Output.TABLE;

  /** Asks, and prints what came of it. */
  int ask(Keybearer keybearer, String path, Map<String, ?> body) throws InterruptedException {
    keybearer.hush();
    try (AdminPort port = AdminPort.of(keybearer.config(), as, at)) {
      AdminPort.Answer answer = port.post(path, body);
      if (!answer.isDone()) {
        keybearer.say(answer.reason());
        return exit(answer.status()).code();
      }
      keybearer.shell().out().print(text(answer.members()));
      return Exit.OK.code();
    } catch (ConnectException | HttpConnectTimeoutException e) {
      keybearer.say("nobody listens at its admin port: is the daemon running? else use --at URL");
      return Exit.UNREACHABLE.code();
    } catch (IOException e) {
      keybearer.say("the admin port could not be asked: " + e.getMessage());
      return Exit.UNREACHABLE.code();
    }
  }

  private static Exit exit(int status) {
    return switch (status) {
      case 400, 404 -> Exit.USAGE;
      case 409 -> Exit.REFUSED;
      case 502, 503 -> Exit.UNREACHABLE;
      default -> Exit.FAILED;
    };
  }

  private String text(Map<String, Object> members) {
    if (output != Output.TABLE) {
      return Document.of(output, members);
    }
    StringBuilder lines = new StringBuilder();
    int width = members.keySet().stream().mapToInt(String::length).max().orElse(0);
    members.forEach(
        (name, value) ->
            lines
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append('\n'));
    return lines.toString();
  }
}
