package dev.keybearer.benchmark.stream;

import java.time.Instant;
import java.util.List;

/** Somebody who listens to notifications of Genesys Cloud in a way of its own. */
interface Notified extends AutoCloseable {
  /** What it is. */
  String name();

  /** The client it is at Genesys Cloud. */
  String client();

  /** What it got. */
  Account account();

  /** How many connections took the place of others. */
  long changed();

  /** When it noticed that a connection was lost. */
  List<Instant> noticed();

  @Override
  void close();
}
