/** Guards what comes in, attaches what goes out. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.gateway {
  requires static transitive org.jspecify;
  requires transitive dev.keybearer.token;
  requires dev.keybearer.stream;
  requires com.github.benmanes.caffeine;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires io.opentelemetry.exporter.otlp;
  requires io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.trace;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.management; // for the machine's open files
  requires jdk.net; // for who is at the other end of a Unix socket
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires tools.jackson.core;

  exports dev.keybearer.gateway.admin;
  exports dev.keybearer.gateway.call;
  exports dev.keybearer.gateway.exchange;
  exports dev.keybearer.gateway.field;
  exports dev.keybearer.gateway.health;
  exports dev.keybearer.gateway.limit;
  exports dev.keybearer.gateway.meter;
  exports dev.keybearer.gateway.path;
  exports dev.keybearer.gateway.peer;
  exports dev.keybearer.gateway.place;
  exports dev.keybearer.gateway.record;
  exports dev.keybearer.gateway.revocation;
  exports dev.keybearer.gateway.route;
  exports dev.keybearer.gateway.sidecar;
  exports dev.keybearer.gateway.signal;
  exports dev.keybearer.gateway.stage;
  exports dev.keybearer.gateway.tls;
  exports dev.keybearer.gateway.trace;
  exports dev.keybearer.gateway.upstream;
  exports dev.keybearer.gateway.wire;
}
