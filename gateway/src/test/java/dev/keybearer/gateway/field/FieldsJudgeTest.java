package dev.keybearer.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G4, G5, G6: what goes on to an upstream. */
class FieldsJudgeTest {
  private static final FieldsJudge JUDGE = FieldsJudge.of(List.of("X-Orders-Role", "Orders_Tier"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-User",
        "x-user",
        "X_USER",
        "x_user",
        "x.user",
        "X.User",
        "x~user",
        "x!user",
        "x*user",
        "x^user",
        "x|user",
        "x`user",
        "x'user",
        "x+user",
        "x$user",
        "x%user",
        "x&user",
        "x#user",
        "X-User-Id",
        "x_user_id",
        "x-user_id",
        "X.User-Id",
        "X-User-Email",
        "X-Username",
        "Remote-User",
        "Remote_User",
        "REMOTE.USER",
        "X-Remote-User",
        "X-Scope",
        "X_Scopes",
        "X-Roles",
        "X-Groups",
        "X-Subject",
        "X-Userinfo",
        "X-Id-Token",
        "X_Access_Token",
        "X-Auth-Request-User",
        "x_auth_request_email",
        "X-Authenticated-User",
        "X.Authenticated.Userid",
        "X-Client-Cert",
        "SSL_CLIENT_CERT",
        "Ssl-Client-S-Dn",
        "X-Forwarded-For",
        "x-forwarded-for",
        "X_FORWARDED_FOR",
        "X.Forwarded.For",
        "X-Forwarded_For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Prefix",
        "X-Forwarded-User",
        "x_forwarded_email",
        "X-Forwarded-Groups",
        "X-Forwarded-Anything",
        "X-Forwarded",
        "Forwarded",
        "FORWARDED",
        "Forwarded_For",
        "X-Real-IP",
        "x_real_ip",
        "X.Real.Ip",
        "X-Client-IP",
        "Client-Ip",
        "True-Client-IP",
        "CF-Connecting-IP",
        "cf_connecting_ip",
        "X-Cluster-Client-Ip",
        "X-Originating-IP",
        "X-Remote-Addr",
        "X-Original-Forwarded-For",
        "X-Envoy-External-Address",
        "X-HTTP-Method-Override",
        "x_http_method_override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Original-URL",
        "X-Original-Uri",
        "x.original.url",
        "X-Rewrite-URL",
        "X_Rewrite_Url",
        "Proxy",
        "PROXY",
        "X-Orders-Role",
        "x_orders_role",
        "X.ORDERS.ROLE",
        "Orders-Tier",
        "orders_tier",
        "ORDERS.TIER"
      })
  void dropsWhatOnlyGatewaysSay(String name) {
    assertThat(names(judged(new Line(name, "admin"), new Line("Accept", "*/*"))))
        .containsExactly("Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept", "X-Users", "XUser", "X-User-Agent", "X-Usr", "My-X-User", "X-Request-Id",
        "X_Custom", "x.custom", "Forward", "X-Forward-For", "Via", "X-Orders", "Orders-Tiers",
        "X-Forwarde", "Proxy-Status", "Traceparent", "If-None-Match", "Cookie", "Content-Type"
      })
  void letsOtherFieldsThrough(String name) {
    assertThat(names(judged(new Line(name, "a")))).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Keep-Alive",
        "keep-alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        "Proxy-Authenticate",
        "TE",
        "te",
        "Trailer",
        "Upgrade",
        "HTTP2-Settings",
        "Connection"
      })
  void dropsWhatIsOfOneConnection(String name) {
    assertThat(judged(new Line(name, "close")).passing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X-Once        | Accept, X-Other, x-twice, X-Twice
          x-once        | Accept, X-Other, x-twice, X-Twice
          X-Twice       | Accept, X-Once, X-Other
          x-once ,X-TWICE | Accept, X-Other
          close         | Accept, X-Once, X-Other, x-twice, X-Twice
          keep-alive, Upgrade | Accept, X-Once, X-Other, x-twice, X-Twice
          ''            | Accept, X-Once, X-Other, x-twice, X-Twice
          ,,            | Accept, X-Once, X-Other, x-twice, X-Twice
          X_Once        | Accept, X-Once, X-Other, x-twice, X-Twice
          accept, x-once, x-other, x-twice | ''
          """)
  void dropsWhatConnectionNames(String options, String expected) {
    List<String> names =
        names(
            judged(
                new Line("Accept", "a"),
                new Line("X-Once", "a"),
                new Line("Connection", options),
                new Line("X-Other", "a"),
                new Line("x-twice", "a"),
                new Line("X-Twice", "a")));

    assertThat(String.join(", ", names)).isEqualTo(expected);
  }

  @Test
  void takesTheHeaderApart() {
    JudgedFields judged =
        judged(
            new Line("authorization", "Bearer abc"),
            new Line("DPoP", "one"),
            new Line("dpop", "two"),
            new Line("Content-Length", "005"),
            new Line("Accept", "text/html"),
            new Line("accept", "\ttab and caf\u00e9"));

    assertThat(judged)
        .isEqualTo(
            new JudgedFields(
                new Host("api.example.com", -1),
                "Bearer abc",
                Credentials.of("Bearer abc"),
                List.of("one", "two"),
                new BodyLength.Exactly(5),
                List.of(
                    Field.of("Accept", "text/html"), Field.of("accept", "\ttab and caf\u00e9"))));
  }

  @Test
  void knowsWhereTheBodyEnds() {
    assertThat(judged().body()).isEqualTo(new BodyLength.None());
    assertThat(judged(new Line("Content-Length", "0")).body()).isEqualTo(new BodyLength.Exactly(0));
    assertThat(judged(new Line("Content-Length", "999999999999999999")).body())
        .isEqualTo(new BodyLength.Exactly(999_999_999_999_999_999L));
    assertThat(judged(new Line("Transfer-Encoding", "chunked")).body())
        .isEqualTo(new BodyLength.Chunked());
  }

  @Test
  void refusesAHeaderWithoutHost() {
    assertThat(JUDGE.judge(List.of(new Line("Accept", "a"))))
        .isEqualTo(new FieldsJudgement.Refused(FieldFault.HOST_MISSING, "Host"));
  }

  @ParameterizedTest
  @CsvSource({
    "a, a, -1",
    "API.Example.COM, api.example.com, -1",
    "api.example.com., api.example.com, -1",
    "api.example.com.:443, api.example.com, 443",
    "a:1, a, 1",
    "a:65535, a, 65535",
    "a_b-c.example:080, a_b-c.example, 80",
    "192.0.2.1:80, 192.0.2.1, 80",
    "[::1], [::1], -1",
    "[2001:DB8::1]:8443, [2001:db8::1], 8443"
  })
  void readsTheHost(String value, String name, int port) {
    assertThat(Host.parse(value)).isEqualTo(new Host(name, port));
  }

  @Test
  void takesAHostNameOfTheGreatestLength() {
    assertThat(Host.parse("x".repeat(253))).isEqualTo(new Host("x".repeat(253), -1));
    assertThat(Host.parse("x".repeat(254))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "Host",
        "authorization",
        "Content_Length",
        "Cookie",
        "TE",
        "DPoP",
        "Range"
      })
  void setsNoFieldThatRequestsNeed(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> FieldsJudge.of(List.of(name)));
  }

  @Test
  void showsNoValueInATextForm() {
    JudgedFields judged =
        judged(new Line("Authorization", "Bearer secret"), new Line("Cookie", "a=secret"));

    assertThat(judged.toString()).doesNotContain("secret").contains("Cookie");
    assertThat(new Line("Cookie", "secret").toString()).doesNotContain("secret");
    assertThat(JUDGE.judge(List.of(new Line("X-A", "secret\r"))).toString())
        .doesNotContain("secret");
  }

  private static JudgedFields judged(Line... lines) {
    List<Line> header = new ArrayList<>(List.of(lines));
    header.addFirst(new Line("Host", "api.example.com"));
    assertThat(JUDGE.judge(header)).isInstanceOf(JudgedFields.class);
    return (JudgedFields) JUDGE.judge(header);
  }

  private static List<String> names(JudgedFields judged) {
    return judged.passing().stream().map(Field::name).toList();
  }
}
