package dev.keybearer.cli.command;

import dev.keybearer.cli.wiring.Graph;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.login.CodeLogin;
import dev.keybearer.token.login.DeviceLogin;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a person log in, and keeps the refresh token that comes of it in the store. */
@Command(
    name = "login",
    description = {
      "Lets a person log in with a browser here, or with --device on another machine,",
      "and keeps the refresh token in the store."
    },
    mixinStandardHelpOptions = true)
public final class Login implements Callable<Integer> {
  private final Keybearer keybearer;

  @Parameters(paramLabel = "NAME", description = "The credential, by its name in the config.")
  private String name = "";

  @Option(names = "--device", description = "Show a code to enter on another device.")
  private boolean device;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the person; ${DEFAULT-VALUE} unless said otherwise.")
  private int patience = 300;

  /** The command below the outermost one. */
  public Login(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Graph graph = keybearer.graph(name)) {
      Credential credential = graph.credential(name);
      if (!graph.keepsTokens()) {
        throw new Misuse(
            "a login is worth nothing without a store: add store: { kind: file, path: ./tokens,"
                + " key: file:./keybearer.key } to "
                + keybearer.file());
      }
      var login = device ? onDevice(graph, credential) : inBrowser(graph, credential);
      say("logged in as " + name + "; the store now keeps its refresh token");
      if (!login.scopes().isEmpty()) {
        say("granted: " + login.scopes());
      }
      return Exit.OK.code();
    }
  }

  private dev.keybearer.token.login.Login inBrowser(Graph graph, Credential credential)
      throws IOException, InterruptedException {
    if (!(credential.grant() instanceof Grant.AuthorizationCode grant)) {
      throw new Misuse(
          "credential "
              + name
              + " is not of grant authorization-code; for grant device-code use --device");
    }
    try (Loopback loopback = Loopback.open(grant.redirect())) {
      CodeLogin login = CodeLogin.begin(credential, graph.store(), loopback.address());
      say("open this address in a browser and log in:");
      keybearer.shell().out().println(login.browserAddress());
      URI callback = loopback.await(Duration.ofSeconds(patience));
      if (callback == null) {
        throw new Misuse(
            "nobody logged in within "
                + patience
                + " s; start again, or wait longer with --patience");
      }
      return login.complete(callback);
    }
  }

  private dev.keybearer.token.login.Login onDevice(Graph graph, Credential credential) {
    DeviceLogin login = DeviceLogin.begin(credential, graph.store());
    URI complete = login.verificationUriComplete();
    say("open " + login.verificationUri() + " and enter the code:");
    keybearer.shell().out().println(login.userCode());
    if (complete != null) {
      say("or open " + complete);
    }
    return login.await();
  }

  private void say(String line) {
    keybearer.shell().err().println(line);
  }
}
