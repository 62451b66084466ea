/** Commands, configuration and {@code main}: writes out the object graph. */
@org.jspecify.annotations.NullMarked
module dev.keybearer.cli {
  requires static org.jspecify;
  requires dev.keybearer.gateway;
  requires dev.keybearer.genesys;
  requires dev.keybearer.sink;
  requires dev.keybearer.store;
  requires dev.keybearer.stream;
  requires dev.keybearer.token;
  requires dev.keybearer.simulator;
  requires info.picocli;
  requires java.logging;
  requires jdk.httpserver;
  requires jdk.unsupported;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;

  opens dev.keybearer.cli.command to
      info.picocli;
}
