/** Gets, keeps, renews and revokes OAuth 2.0 tokens. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.token {
  requires static transitive org.jspecify;
  requires tools.jackson.core;
  requires transitive java.net.http;

  exports dev.keybearer.token;
  exports dev.keybearer.token.client;
  exports dev.keybearer.token.login;
  exports dev.keybearer.token.renewal;
  exports dev.keybearer.token.file;
  exports dev.keybearer.token.secret;
}
