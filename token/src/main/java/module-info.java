/** Gets, keeps, renews and revokes OAuth 2.0 tokens. */
@SuppressWarnings(
    "module") // those it is opened to are compiled after this module, and are not there yet
@org.jspecify.annotations.NullMarked
module dev.keybearer.token {
  requires static transitive org.jspecify;
  requires com.github.benmanes.caffeine;
  requires com.nimbusds.jose.jwt;
  requires tools.jackson.core;
  requires transitive java.net.http;

  exports dev.keybearer.token;
  exports dev.keybearer.token.client;
  exports dev.keybearer.token.login;
  exports dev.keybearer.token.renewal;
  exports dev.keybearer.token.file;
  exports dev.keybearer.token.secret;
  exports dev.keybearer.token.turnstile;
  exports dev.keybearer.token.verification;
  exports dev.keybearer.token.background to
      dev.keybearer.stream;
  exports dev.keybearer.token.budget to
      dev.keybearer.gateway,
      dev.keybearer.genesys;
  exports dev.keybearer.token.http to
      dev.keybearer.genesys;

  uses java.security.Provider;
}
