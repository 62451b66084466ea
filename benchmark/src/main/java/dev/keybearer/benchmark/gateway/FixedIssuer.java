package dev.keybearer.benchmark.gateway;

import com.sun.net.httpserver.HttpServer;
import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.SignedTokens;
import dev.keybearer.benchmark.tool.Sockets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What runs in the JVM of an issuer that always says the same: its keys, that its tokens are good,
 * and one token of ours.
 */
public final class FixedIssuer {
  private static final Pattern AND = Pattern.compile("&");
  private static final String TOKEN = "token=";
  private static final String INACTIVE = "{\"active\":false}";

  private FixedIssuer() {}

  /** Says its address, and nothing more. */
  public static void main(Path tokens) throws IOException {
    HttpServer server = HttpServer.create(Sockets.loopback(0), 0);
    SignedTokens signed = SignedTokens.read(tokens);
    Set<String> known = Set.copyOf(signed.texts());
    String active = active();
    answer(server, "/keys", form -> signed.keys());
    answer(server, "/introspect", form -> known.contains(token(form)) ? active : INACTIVE);
    answer(server, "/token", form -> given());
    server.start();
    Child.serve("http://127.0.0.1:" + server.getAddress().getPort() + "/", asked -> "");
  }

  private static void answer(HttpServer server, String path, UnaryOperator<String> json) {
    server.createContext(
        path,
        exchange -> {
          byte[] form = exchange.getRequestBody().readAllBytes();
          byte[] body =
              json.apply(new String(form, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  /** The token in a form; its characters stand there as they are. */
  private static String token(String form) {
    return AND.splitAsStream(form)
        .filter(member -> member.startsWith(TOKEN))
        .map(member -> member.substring(TOKEN.length()))
        .findFirst()
        .orElse("");
  }

  private static String active() {
    return """
    {"active":true,"iss":"%s","aud":"%s","sub":"7f3c2a90","client_id":"analytics-batch",\
    "token_type":"Bearer","exp":%d,"scope":"analytics:reports:read orders:read orders:write"}\
    """
        .formatted(SignedTokens.ISSUER, SignedTokens.AUDIENCE, Canned.end().getEpochSecond());
  }

  private static String given() {
    return """
    {"access_token":"%s","token_type":"Bearer","expires_in":%d}\
    """
        .formatted(Canned.token(1), Canned.LIFE.toSeconds());
  }
}
