package dev.keybearer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Tree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and ports are read in one form, and what is not one is refused. */
class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:0, 127.0.0.1:0",
    "127.0.0.1:65535, 127.0.0.1:65535",
    "LOCALHOST.:80, localhost:80",
    "0.0.0.0:8080, 0.0.0.0:8080",
    "[::1]:8080, [::1]:8080",
    "my_host-1:00080, my_host-1:80"
  })
  void readsHostAndPort(String text, String written) {
    assertThat(read(HostPort.TYPE, text)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:100000",
        "127.0.0.1:-1",
        "127.0.0.1:80 80",
        ":8080",
        "*:8080",
        "::1:8080",
        "[::1]",
        "[::1:8080",
        "[127.0.0.1]:8080",
        "127.1:8080",
        "127.0.0.256:8080",
        "2130706433:8080",
        "a..b:8080",
        "http://a:80",
        "a:80/"
      })
  void refusesWhatIsNoHostAndPort(String text) {
    assertThat(read(HostPort.TYPE, text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"Ops.Example.com, ops.example.com", "192.0.2.1, 192.0.2.1", "[::1], [::1]"})
  void readsHosts(String text, String host) {
    assertThat(read(HostPort.HOST, text)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:80", "::1", "a/b", "*.example.com", "127.1", "a b", "é.example.com"})
  void refusesWhatIsNoHost(String text) {
    assertThat(read(HostPort.HOST, text)).isNull();
  }

  /** M1: what is not surely this machine is another one. */
  @ParameterizedTest
  @CsvSource({
    "localhost:1, true",
    "127.0.0.1:1, true",
    "127.255.255.255:1, true",
    "[::1]:1, true",
    "0.0.0.0:1, false",
    "126.255.255.255:1, false",
    "128.0.0.0:1, false",
    "[::]:1, false",
    "[::2]:1, false",
    "localhost.example.com:1, false",
    "127.0.0.1.example.com:1, false"
  })
  void knowsThisMachine(String text, boolean loopback) {
    HostPort read = read(HostPort.TYPE, text);

    assertThat(read).isNotNull().extracting(HostPort::isLoopback).isEqualTo(loopback);
  }

  private static <T> @Nullable T read(Leaf<T> leaf, String text) {
    Source source = Source.of("keybearer.yaml", "'" + text + "'");
    Problems problems = new Problems(source);
    T value = leaf.bind(Place.root(source, Tree.read(source, problems), problems));
    assertThat(problems.isEmpty()).isEqualTo(value != null);
    return value;
  }
}
