package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.RecordingRecorder;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.secret.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H1: an end-to-end run in which every secret is known, and nothing that comes out of it holds one:
 * no log at the finest level, exception, text form, event or store file, neither plain nor in
 * base64, hexadecimal or URL encoding.
 */
@Tag("slow")
class CanaryTest {
  private static final Duration LIFE = Duration.ofSeconds(100);

  private final Set<String> secrets = new LinkedHashSet<>();
  private final StringBuilder said = new StringBuilder();
  private final RecordingRecorder recorder = new RecordingRecorder();

  @TempDir private Path directory;

  @Test
  void noSecretComesOutOfARunWithEveryKindOfTrouble() throws Exception {
    Handler log = listen();
    try (World world = World.open()) {
      world.clock().freeze();
      run(world);
    } finally {
      Logger.getLogger("").removeHandler(log);
    }
    recorder.events().forEach(event -> say(event.toString()));
    readStore();

    assertThat(secrets).hasSizeGreaterThan(6);
    for (String secret : secrets) {
      for (String form : forms(secret)) {
        assertThat(said.indexOf(form)).as("a secret stands in what was said").isEqualTo(-1);
      }
    }
  }

  private void run(World world) throws IOException {
    SimulatedIssuer issuer = world.issuer("corp");
    issuer.client("svc").secret(marked("CANARY-client-secret-7Q"));
    issuer.habits().tokenLife(LIFE);
    FakeTime time = new FakeTime(world.clock().instant());
    String seed = marked(issuer.mintRefreshToken("svc", "ada", "orders:read"));
    Credential credential = credential(issuer, Secrets.of(Secret.of(seed)));
    Secret key = Secret.of(marked("3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="));
    try (FileTokenStore store = FileTokenStore.open(directory.resolve("store"), key);
        TokenSources sources =
            TokenSources.open(
                TokenSources.Options.STANDARD
                    .withStore(store)
                    .withRecorder(recorder)
                    .withTime(time))) {
      TokenSource source = sources.of(credential);
      say(credential + " " + source + " " + key);
      assertThat(recorder.isSoWithin(Duration.ofSeconds(10), () -> isTaken(source))).isTrue();
      for (Fault fault : troubles()) {
        issuer.faults().next(Endpoint.TOKEN, fault, 2);
        world.clock().advance(LIFE);
        time.advance(LIFE);
        for (int i = 0; i < 5; i++) {
          take(source);
          world.clock().advance(Duration.ofSeconds(2));
          time.advance(Duration.ofSeconds(2));
        }
      }
      say(sources.summary().toString());
    }
    issuer.referee().requests(Endpoint.TOKEN).stream()
        .map(request -> request.form().get("refresh_token"))
        .forEach(token -> secrets.add(String.valueOf(token)));
  }

  /** Each of these tries to make us repeat what the issuer says or what we sent. */
  private List<Fault> troubles() {
    String echo = String.join(" ", secrets);
    return List.of(
        Fault.status(503),
        Fault.html(),
        Fault.truncated(),
        Fault.answer(
            200,
            "application/json",
            "{\"access_token\":\""
                + marked("CANARY token with blanks")
                + "\",\"token_type\":\"Bearer\"}"),
        Fault.answer(
            200,
            "application/json",
            "{\"access_token\":\"" + marked("CANARY-mac-token") + "\",\"token_type\":\"mac\"}"),
        Fault.answer(
            400,
            "application/json",
            "{\"error\":\"" + echo + "\",\"error_description\":\"" + echo + "\"}"),
        Fault.answer(500, "text/plain", echo),
        Fault.lostAnswer());
  }

  /** Tries for a moment of real time, and keeps what comes of each try. */
  private void take(TokenSource source) {
    recorder.isSoWithin(Duration.ofMillis(200), () -> isTaken(source));
  }

  private boolean isTaken(TokenSource source) {
    try {
      Token token = source.get(Duration.ZERO);
      marked(token.value());
      say(token.toString() + token.fingerprint() + token.scopes());
      return true;
    } catch (TokenFailure e) {
      StringWriter stack = new StringWriter();
      e.printStackTrace(new PrintWriter(stack));
      say(stack.toString());
      return false;
    }
  }

  private static Credential credential(SimulatedIssuer issuer, SecretSource seed) {
    ClientAuthentication proof =
        new ClientAuthentication.Post(Secrets.of(Secret.of("CANARY-client-secret-7Q")));
    return Credential.of(
        "ada",
        Issuer.oauth2(Endpoints.of(issuer.tokenEndpoint())),
        new Grant.RefreshToken(seed),
        new Credential.Client("svc", proof));
  }

  private String marked(String secret) {
    secrets.add(secret);
    return secret;
  }

  private synchronized void say(String text) {
    said.append(text).append('\n');
  }

  /** Hears everything, also what the platform's HTTP client has to say. */
  private Handler listen() {
    Handler handler =
        new Handler() {
          private final SimpleFormatter formatter = new SimpleFormatter();

          @Override
          public void publish(LogRecord entry) {
            say(formatter.format(entry));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
    Logger.getLogger("").setLevel(Level.ALL);
    return handler;
  }

  private void readStore() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      say(file.toString());
      say(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
  }

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return List.of(
        secret,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes),
        URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }
}
