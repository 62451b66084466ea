package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.ProcessTree;
import java.io.IOException;

/** A variant of ours, in a JVM that says what its loop has used. */
record JvmProxy(Child child) implements Proxy {
  @Override
  public int port() {
    return Integer.parseInt(child.greeting());
  }

  @Override
  public Used used() throws IOException {
    Used loop = Used.parse(child.ask("used"));
    return new Used(tree().cpu(), loop.loop(), loop.bytes());
  }

  @Override
  public ProcessTree tree() {
    return new ProcessTree(child.handle());
  }

  @Override
  public void close() {
    child.close();
    child.handle().onExit().join();
  }
}
