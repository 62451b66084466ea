package dev.keybearer.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals by which daemons are told to read their config again or to end. The platform has no
 * other way to hear SIGHUP, and a JVM that ends by itself on the others says that it failed.
 */
final class Signals {
  private Signals() {}

  /** Does something whenever a signal comes, which is named without SIG. */
  static void on(String signal, Runnable task) {
    Signal.handle(new Signal(signal), heard -> task.run());
  }

  /** Does something whenever one of these comes, until it is closed. */
  static Ear hear(List<String> signals, Consumer<String> task) {
    Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    for (String name : signals) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, heard -> task.accept(heard.getName())));
    }
    return new Ear(before);
  }

  /** Hears signals until it is closed, when they do again what they did before. */
  record Ear(Map<Signal, SignalHandler> before) implements AutoCloseable {
    @Override
    public void close() {
      before.forEach(Signal::handle);
    }
  }
}
