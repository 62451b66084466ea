/** Brings what streams deliver to files, webhooks and topics of Kafka. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.sink {
  requires static transitive org.jspecify;
  requires transitive dev.keybearer.gateway;
  requires transitive dev.keybearer.stream;
  requires transitive dev.keybearer.token;
  requires kafka.clients;
  requires tools.jackson.core;

  exports dev.keybearer.sink;
  exports dev.keybearer.sink.kafka;
}
