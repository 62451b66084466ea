package dev.keybearer.gateway.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** G3: request targets that recipients read in different ways. */
class HostilePathTest {
  @ParameterizedTest
  @MethodSource({
    "notOriginForm",
    "control",
    "backslash",
    "fragment",
    "character",
    "encodedSlash",
    "encodedBackslash",
    "encodedControl",
    "barePercent",
    "percentU",
    "badUtf8",
    "encodedTwice",
    "encodedDots",
    "parameters",
    "emptySegment",
    "aboveRoot",
    "query"
  })
  void refusesWhatCanBeReadInTwoWays(PathFault fault, String target) {
    assertThat(JudgedPath.parse(target)).isEqualTo(new PathJudgement.Refused(fault));
  }

  @ParameterizedTest
  @MethodSource({
    "control",
    "backslash",
    "fragment",
    "character",
    "encodedSlash",
    "encodedBackslash",
    "encodedControl",
    "barePercent",
    "percentU",
    "badUtf8",
    "encodedTwice",
    "encodedDots",
    "parameters",
    "emptySegment"
  })
  void refusesThemBehindAnOrdinarySegmentAsWell(PathFault fault, String target) {
    assertThat(JudgedPath.parse("/api/v2" + target)).isEqualTo(new PathJudgement.Refused(fault));
  }

  static Stream<Arguments> notOriginForm() {
    return rows(
        PathFault.NOT_ORIGIN_FORM,
        "",
        "*",
        "a",
        " /a",
        "?a=1",
        ".",
        "../admin",
        "http://api.example.com/a",
        "HTTP://api.example.com",
        "https://api.example.com/admin",
        "api.example.com:443",
        "[::1]:443",
        "\\a",
        "%2fadmin",
        "%2Fadmin",
        ";/admin",
        "@evil.example/admin",
        "\u2215admin");
  }

  static Stream<Arguments> control() {
    return rows(
        PathFault.CONTROL,
        "/a b",
        "/ ",
        "/a\u0000b",
        "/a\u0000",
        "/\u0001",
        "/a\tb",
        "/a\nb",
        "/a\rb",
        "/a\r\nX: y",
        "/a\u001f",
        "/a\u007f",
        "/a/.. ",
        "/..\u0000/admin",
        "/admin HTTP/1.1");
  }

  static Stream<Arguments> backslash() {
    return rows(PathFault.BACKSLASH, "/\\", "/a\\b", "/..\\admin", "/a\\..\\admin", "/\\evil");
  }

  static Stream<Arguments> fragment() {
    return rows(PathFault.FRAGMENT, "/#", "/a#b", "/a#/../admin", "/a#?q");
  }

  static Stream<Arguments> character() {
    return rows(
        PathFault.CHARACTER,
        "/\"",
        "/a<b",
        "/a>b",
        "/[a]",
        "/a]",
        "/a^b",
        "/a`b",
        "/{id}",
        "/a}",
        "/a|b",
        "/caf\u00e9",
        "/\u00c3\u00a9",
        "/\u0080",
        "/\u00ff",
        "/\u010a",
        "/\u2025/admin",
        "/\uff0e\uff0e/admin",
        "/\uff0fadmin",
        "/\ud83d\ude00",
        "/\ud800");
  }

  static Stream<Arguments> encodedSlash() {
    return rows(
        PathFault.ENCODED_SLASH,
        "/%2f",
        "/%2F",
        "/a%2fb",
        "/a%2Fadmin",
        "/..%2fadmin",
        "/..%2Fadmin",
        "/a/..%2f..%2fadmin",
        "/.%2f/",
        "/a%2f%2e%2e/");
  }

  static Stream<Arguments> encodedBackslash() {
    return rows(
        PathFault.BACKSLASH,
        "/%5c",
        "/%5C",
        "/a%5cadmin",
        "/..%5cadmin",
        "/..%5C..%5Cadmin",
        "/%5c%5cevil");
  }

  static Stream<Arguments> encodedControl() {
    return rows(
        PathFault.CONTROL,
        "/%00",
        "/admin%00",
        "/admin%00.html",
        "/..%00/admin",
        "/a%01",
        "/a%09b",
        "/a%0a",
        "/a%0d%0aX:%20y",
        "/a%0D",
        "/%1f",
        "/%7f",
        "/%7F",
        "/a%c2%80",
        "/a%C2%85b",
        "/a%c2%9f");
  }

  static Stream<Arguments> barePercent() {
    return rows(
        PathFault.BARE_PERCENT,
        "/%",
        "/%%",
        "/a%",
        "/a%2",
        "/a%/b",
        "/a%2/f",
        "/a%g0",
        "/a%0g",
        "/a%-1",
        "/a%+2",
        "/a% 2",
        "/%%32%65",
        "/%2%65",
        "/%.",
        "/%\uff12\uff10",
        "/%\u0662\u0660",
        "/%x2e",
        "/%&#46;");
  }

  static Stream<Arguments> percentU() {
    return rows(
        PathFault.PERCENT_U,
        "/%u002e",
        "/%U002E",
        "/%u002e%u002e/admin",
        "/a%u002fadmin",
        "/%u2215",
        "/%uff0fadmin",
        "/%u",
        "/%u00");
  }

  static Stream<Arguments> badUtf8() {
    return rows(
        PathFault.BAD_UTF8,
        "/%c0%ae%c0%ae/admin",
        "/%c0%af",
        "/%C0%AFadmin",
        "/%c1%9c",
        "/%c0%80",
        "/%e0%80%ae",
        "/%e0%80%af",
        "/%e0%9f%bf",
        "/%f0%80%80%ae",
        "/%f8%80%80%80%ae",
        "/%fc%80%80%80%80%ae",
        "/%80",
        "/%bf",
        "/%c3",
        "/%c3/%a9",
        "/%c3a",
        "/%e2%82",
        "/%ed%a0%80",
        "/%ed%bf%bf",
        "/%ed%a0%bd%ed%b8%80",
        "/%f4%90%80%80",
        "/%f5%80%80%80",
        "/%fe",
        "/%ff",
        "/%e9t%e9");
  }

  static Stream<Arguments> encodedTwice() {
    return rows(
        PathFault.ENCODED_TWICE,
        "/%252e%252e/admin",
        "/%252E",
        "/a%252fadmin",
        "/a%255cadmin",
        "/a%2500",
        "/a%253badmin",
        "/%2561dmin",
        "/%25%32%65",
        "/%25252e",
        "/%2525%32%65",
        "/%252525252e",
        "/%25u002e",
        "/%25U002e",
        "/%25c0%25ae",
        "/%25%41%41");
  }

  static Stream<Arguments> encodedDots() {
    return rows(
        PathFault.ENCODED_DOTS,
        "/%2e",
        "/%2E",
        "/%2e%2e",
        "/%2e%2E/admin",
        "/.%2e/admin",
        "/%2e./admin",
        "/a/%2e%2e/admin",
        "/a/%2e/admin",
        "/a/%2e%2e",
        "/%2e/admin",
        "/a/.%2E/.%2E/admin");
  }

  static Stream<Arguments> parameters() {
    return rows(
        PathFault.PARAMETERS,
        "/..;/admin",
        "/..;a=b/admin",
        "/.;/admin",
        "/a/..;foo=bar/admin",
        "/a/..;/..;/admin",
        "/%2e%2e;/admin",
        "/..%3b/admin",
        "/..%3Bx/admin",
        "/;/admin",
        "/a;/admin",
        "/admin;",
        "/admin;x=1",
        "/admin;jsessionid=1/b",
        "/admin%3b",
        "/admin%3Bx=1",
        "/;");
  }

  static Stream<Arguments> emptySegment() {
    return rows(
        PathFault.EMPTY_SEGMENT,
        "//",
        "///",
        "//admin",
        "//evil.example/admin",
        "/a//b",
        "/a//",
        "/a///b",
        "/a//../admin",
        "/a/..//admin",
        "/.//admin",
        "//../admin");
  }

  static Stream<Arguments> aboveRoot() {
    return rows(
        PathFault.ABOVE_ROOT,
        "/..",
        "/../",
        "/../admin",
        "/./../admin",
        "/a/../..",
        "/a/../../admin",
        "/a/b/../../../admin");
  }

  static Stream<Arguments> query() {
    return rows(
        PathFault.QUERY,
        "/a? ",
        "/a?b c",
        "/a?\u0000",
        "/a?b=\r\nX: y",
        "/a?\n",
        "/a?\t",
        "/a?\u007f",
        "/a?b#c",
        "/a?#",
        "/a?caf\u00e9",
        "/a?\u0080",
        "/a?\u010a",
        "/a?\u560d\u560a",
        "/?b=1 HTTP/1.1");
  }

  private static Stream<Arguments> rows(PathFault fault, String... targets) {
    return Stream.of(targets).map(target -> arguments(fault, target));
  }
}
