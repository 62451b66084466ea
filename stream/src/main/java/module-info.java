/** Streams that stay connected while their tokens change. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the gateway is built later and is not seen here
module dev.keybearer.stream {
  requires static transitive org.jspecify;
  requires transitive dev.keybearer.token;
  requires tools.jackson.core;

  exports dev.keybearer.stream;
  exports dev.keybearer.stream.live;
  exports dev.keybearer.stream.merge to
      dev.keybearer.gateway;
  exports dev.keybearer.stream.provider;
}
