package dev.keybearer.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keybearer.gateway.path.JudgedPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G4: which route a call takes. */
class RouteTableTest {
  private static final List<Route<String>> ROUTES =
      Stream.of(
              "/",
              "/a",
              "/a/b",
              "/a/*",
              "/a/**",
              "/a/*/c",
              "/a/b/**",
              "/a/b/c",
              "/d/**",
              "/*/e",
              "/d/e",
              "/d/*/f/**",
              "/a/e",
              "/a%20b")
          .map(path -> route(path, null, "GET", "POST"))
          .toList();

  private final RouteTable<String> table = RouteTable.of(ROUTES);

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a, /a",
    "/a/, /a",
    "/a/b, /a/b",
    "/a/b/, /a/b",
    "/a/x, /a/*",
    "/a/x/, /a/*",
    "/a/B, /a/*",
    "/a/bb, /a/*",
    "/a/x/c, /a/*/c",
    "/a/b/c, /a/b/c",
    "/a/b/x, /a/b/**",
    "/a/b/c/d, /a/b/**",
    "/a/x/d, /a/**",
    "/a/x/c/d, /a/**",
    "/d, /d/**",
    "/d/, /d/**",
    "/d/x, /d/**",
    "/d/e, /d/e",
    "/d/x/f, /d/*/f/**",
    "/d/x/f/y/z, /d/*/f/**",
    "/d/x/g, /d/**",
    "/d/e/f, /d/*/f/**",
    "/d/e/g, /d/**",
    "/x/e, /*/e",
    "/e/e, /*/e",
    "/a%20b, /a%20b"
  })
  void takesTheMostSpecificRoute(String path, String expected) {
    assertThat(find("GET", null, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/A", "/b", "/aa", "/e", "/x/f", "/x/e/y", "/a%20b/c", "/%61%20", "/*"})
  void knowsNoRouteForOtherPaths(String path) {
    assertThat(table.find("GET", null, judged(path))).isEqualTo(new Routing.NoRoute<>());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b/../../x", "/x", "/a/../d"})
  void matchesThePathThatIsSent(String target) {
    JudgedPath judged = judged(target);

    assertThat(table.find("GET", null, judged))
        .isEqualTo(table.find("GET", null, judged(judged.target())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET     | /read   | /read
          HEAD    | /read   | /read
          POST    | /read   | allow GET, HEAD
          TRACE   | /read   | allow GET, HEAD
          CONNECT | /read   | allow GET, HEAD
          get     | /read   | allow GET, HEAD
          Head    | /read   | allow GET, HEAD
          GET     | /write  | allow POST, PUT
          HEAD    | /write  | allow POST, PUT
          TRACE   | /write  | allow POST, PUT
          POST    | /split  | /split POST
          HEAD    | /split  | /split GET
          PUT     | /split  | allow GET, HEAD, POST
          OPTIONS | /split  | allow GET, HEAD, POST
          DELETE  | /read/x | /**
          DELETE  | /read   | allow GET, HEAD
          TRACE   | /x      | allow DELETE
          """)
  void letsTheMethodDecideAfterThePath(String method, String path, String expected) {
    RouteTable<String> methods =
        RouteTable.of(
            List.of(
                route("/read", null, "GET"),
                route("/write", null, "PUT", "POST"),
                new Route<>(Match.of(PathPattern.parse("/split"), List.of("GET")), "/split GET"),
                new Route<>(Match.of(PathPattern.parse("/split"), List.of("POST")), "/split POST"),
                route("/**", null, "DELETE")));

    assertThat(text(methods.find(method, null, judged(path)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "api.example.com, /x, /**",
    "api.example.com, /a/b, /a/b",
    "www.example.com, /x, none",
    "www.example.com, /a, /a",
    "api.example.com.evil.example, /x, none",
    ", /x, none"
  })
  void takesRoutesForItsHostFirst(@Nullable String host, String path, String expected) {
    RouteTable<String> hosts =
        RouteTable.of(
            List.of(
                route("/**", "api.example.com", "GET"),
                route("/a/b", "api.example.com", "GET"),
                route("/a", null, "GET")));

    assertThat(text(hosts.find("GET", host, judged(path)))).isEqualTo(expected);
  }

  @Test
  void takesARouteForEveryHostWhereItsHostHasNone() {
    RouteTable<String> hosts =
        RouteTable.of(List.of(route("/b", "api.example.com", "GET"), route("/a", null, "GET")));

    assertThat(text(hosts.find("GET", "api.example.com", judged("/a")))).isEqualTo("/a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a    | /a     | the routes /a and /a are both for [GET]
          /a/*  | /*/b   | the routes /a/* and /*/b are both for /a/b: add a route for it
          /a/** | /*/b   | the routes /a/** and /*/b are both for /a/b: add a route for it
          /*/** | /a     |
          /a/** | /*/b/** | the routes /a/** and /*/b/** are both for /a/b/**: add a route for it
          /a/*/c | /*/b/* | the routes /a/*/c and /*/b/* are both for /a/b/c: add a route for it
          /a    | /b     |
          /a    | /*     |
          /a/** | /a     |
          /a/** | /**    |
          """)
  void findsRoutesBetweenWhichNothingDecides(String one, String other, @Nullable String words) {
    List<Conflict> found = conflicts(List.of(route(one, null, "GET"), route(other, null, "GET")));

    if (words == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found)
          .singleElement()
          .satisfies(each -> assertThat(each.words()).startsWith(words));
    }
  }

  @Test
  void isContentWithAThirdRouteForWhatTwoShare() {
    assertThat(
            conflicts(
                List.of(
                    route("/a/*", null, "GET"),
                    route("/*/b", null, "GET"),
                    route("/a/b", null, "POST"))))
        .isEmpty();
  }

  @Test
  void keepsHostsApart() {
    assertThat(
            conflicts(
                List.of(
                    route("/a", null, "GET"),
                    route("/a", "x.example", "GET"),
                    route("/a", "y.example", "GET"))))
        .isEmpty();
  }

  @Test
  void tellsAllConflictsAtOnce() {
    List<Route<String>> routes =
        List.of(
            route("/a", null, "GET", "POST"),
            route("/b/*", "x.example", "GET"),
            route("/a", null, "POST"),
            route("/*/c", "x.example", "PUT"));

    assertThat(RouteTable.conflicts(routes.stream().map(Route::match).toList()))
        .extracting(each -> each.first() + " " + each.second())
        .containsExactly("0 2", "1 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouteTable.of(routes))
        .withMessage(
            "the routes /a and /a are both for [POST]; the routes /b/* and /*/c at x.example"
                + " are both for /b/c: add a route for it, or change one of them");
  }

  @Test
  void doesNotDependOnTheOrderOfRoutes() {
    List<Route<String>> shuffled = new ArrayList<>(ROUTES);
    Random random = new Random(4);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(shuffled, random);
      RouteTable<String> other = RouteTable.of(shuffled);
      for (String path : List.of("/a/b/c", "/a/x/c", "/d/x/f", "/d/e", "/x/e", "/a/b/x")) {
        assertThat(text(other.find("GET", null, judged(path)))).isEqualTo(find("GET", null, path));
      }
    }
  }

  private String find(String method, @Nullable String host, String path) {
    return text(table.find(method, host, judged(path)));
  }

  private static String text(Routing<String> routing) {
    return switch (routing) {
      case Routing.To<String>(Route<String> route) -> route.target();
      case Routing.NoRoute<String>() -> "none";
      case Routing.NoMethod<String>(String allow) -> "allow " + allow;
    };
  }

  private static List<Conflict> conflicts(List<Route<String>> routes) {
    return RouteTable.conflicts(routes.stream().map(Route::match).toList());
  }

  private static Route<String> route(String path, @Nullable String host, String... methods) {
    return new Route<>(new Match(PathPattern.parse(path), Set.of(methods), host), path);
  }

  private static JudgedPath judged(String target) {
    return (JudgedPath) JudgedPath.parse(target);
  }
}
