package dev.keybearer.genesys.call;

import dev.keybearer.token.Token;
import java.io.IOException;
import java.time.Duration;

/** A request that can be sent with a token, and what is known of sending it again. */
public interface Sending<A extends ApiAnswer> {
  /** Sends it once, with this token and no other, and brings the answer back within the limit. */
  A send(Token token, Duration limit) throws IOException, InterruptedException;

  /** Where it goes, for messages: method and address without query. */
  String place();

  /** What happens when it is sent once more. */
  Repeat repeat();

  /** What happens when a request is sent once more. */
  enum Repeat {
    /** It cannot be: its body is gone. */
    NEVER,
    /** It can be, after an answer that says that nothing was done. */
    WHEN_NOT_DONE,
    /** It can be in any case: it only reads. */
    HARMLESS
  }
}
