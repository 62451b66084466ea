/** Genesys Cloud: its regions, its issuer, its API and what it asks of whoever calls that. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.genesys {
  requires static transitive org.jspecify;
  requires transitive dev.keybearer.stream;
  requires transitive dev.keybearer.token;

  exports dev.keybearer.genesys;
  exports dev.keybearer.genesys.call;
  exports dev.keybearer.genesys.channel;
}
