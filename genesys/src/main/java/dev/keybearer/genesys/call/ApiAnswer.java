package dev.keybearer.genesys.call;

import java.io.IOException;

/** The answer to one sending, of whatever client sent it. */
public interface ApiAnswer extends AutoCloseable {
  /** The HTTP status. */
  int status();

  /** Its header fields. */
  AnswerFields fields();

  /** Lets go of it; an answer that is not the last one is closed before the next sending. */
  @Override
  void close() throws IOException;
}
