package dev.keybearer.cli.config;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.cli.config.source.Source;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of what a config says about the gateway, and one to either side. */
class GatewayLimitsTest {
  private static final int MOST_ROUTES = 1_000;
  private static final String ROUTE =
      "{ path: /, methods: GET, accept: anonymous, upstream: { url: 'https://a.example.com' } }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits: { connections: 1, connections-per-address: 1, head-size: 8KiB }",
        "limits: { connections: 1000000, connections-per-address: 1000000, head-size: 1MiB }",
        "upstreams: { a: { url: 'https://a.example.com', connections: 1, retries: 0 } }",
        "upstreams: { a: { url: 'https://a.example.com', connections: 10000, retries: 5 } }"
      })
  void takesValuesAtTheirLimits(String keys) {
    assertThatCode(() -> read(keys, ROUTE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits: { connections: 0 }",
        "limits: { connections: 1000001 }",
        "limits: { connections-per-address: 0 }",
        "limits: { connections-per-address: 1000001 }",
        "limits: { head-size: 8191B }",
        "limits: { head-size: 1048577B }",
        "upstreams: { a: { url: 'https://a.example.com', connections: 0 } }",
        "upstreams: { a: { url: 'https://a.example.com', connections: 10001 } }",
        "upstreams: { a: { url: 'https://a.example.com', retries: -1 } }",
        "upstreams: { a: { url: 'https://a.example.com', retries: 6 } }"
      })
  void refusesValuesBeyondThem(String keys) {
    assertThat(failure(keys, ROUTE))
        .extracting(Problem::message)
        .asString()
        .endsWith("is out of range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1B", "16MiB"})
  void keepsAsMuchOfABodyAsItIsTold(String size) {
    Config config =
        read("trusted-proxies: []", ROUTE.replace("path", "replay: " + size + ", path"));

    assertThat(requireNonNull(config.gateway()).routes()).hasSize(1);
  }

  @Test
  void keepsNoMoreThanThat() {
    String route = ROUTE.replace("path", "replay: 16777217B, path");

    assertThat(failure("trusted-proxies: []", route).message())
        .isEqualTo("gateway.routes[0].replay is out of range");
  }

  @Test
  void takesAThousandRoutes() {
    Config config = read("trusted-proxies: []", routes(MOST_ROUTES, i -> "/" + i));

    assertThat(requireNonNull(config.gateway()).routes()).hasSize(MOST_ROUTES);
  }

  @Test
  void refusesOneMore() {
    assertThat(failure("trusted-proxies: []", routes(MOST_ROUTES + 1, i -> "/" + i)).kind())
        .isEqualTo(Problem.Kind.TOO_LARGE);
  }

  @Test
  void comparesAThousandRoutesThatAreAllTheSame() {
    assertThat(failure("trusted-proxies: []", routes(MOST_ROUTES, i -> "/a")).kind())
        .isEqualTo(Problem.Kind.CONFLICT);
  }

  private static String routes(int count, IntFunction<String> path) {
    return IntStream.range(0, count)
        .mapToObj(i -> ROUTE.replace("/,", path.apply(i) + ","))
        .collect(joining(", "));
  }

  private static Problem failure(String keys, String routes) {
    ConfigFailure failure = catchThrowableOfType(ConfigFailure.class, () -> read(keys, routes));
    return failure.report().problems().getFirst();
  }

  private static Config read(String keys, String routes) {
    return Config.read(
        Source.of(
            "keybearer.yaml",
            "issuers: {}\ngateway:\n  listen: 127.0.0.1:0\n  "
                + keys
                + "\n  routes: ["
                + routes
                + "]\n"));
  }
}
