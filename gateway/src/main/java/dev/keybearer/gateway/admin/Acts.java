package dev.keybearer.gateway.admin;

/**
 * Takes note of what is done through the admin port (M5, A4). Called by many threads at once; what
 * it is told holds no token and no secret.
 */
public interface Acts {
  /**
   * Something is about to be done. It is done only when this returns: whoever cannot write it down
   * for good throws, and nothing happens.
   */
  void asked(Act act);

  /**
   * What was asked has ended. It is done already: what this throws is logged, and undoes nothing.
   */
  void ended(Act act, Ending ending);

  /** Something was not let through; what this throws is logged, and lets nothing through. */
  void denied(Act act);

  /**
   * Something that somebody wants done.
   *
   * @param call the name of the request
   * @param actor the name of a client, {@code local} for anybody on this machine, or {@code nobody}
   * @param from the address it came from, or {@code unix:} and the user of a process at the socket
   * @param target the name of a credential or stream, what is to be revoked, {@code config} or
   *     {@code admin}; the path where somebody may not do that
   */
  record Act(String call, String actor, String from, Action action, String target) {}

  /** What can be wanted; the names are those of entries in the ledger. */
  enum Action {
    /** A token is renewed. */
    ADMIN_RENEW,
    /** A secret is rotated. */
    ADMIN_ROTATE,
    /** The connections of a stream are replaced. */
    ADMIN_ROTATE_STREAM,
    /** Tokens are ended early. */
    ADMIN_REVOKE,
    /** The configuration is read again. */
    ADMIN_RELOAD,
    /** A token is handed out. */
    TOKEN_FETCHED,
    /** Somebody showed a secret that is nobody's, or runs as no client's user; always denied. */
    ADMIN_LOGIN_FAILED
  }

  /**
   * How something ended.
   *
   * @param words what came of it, or why nothing did
   */
  record Ending(Kind kind, String words) {}

  /** The ways to end. */
  enum Kind {
    /** It was done. */
    DONE,
    /** There is nothing of that name. */
    NOT_FOUND,
    /** It was not done. */
    REFUSED,
    /** It could not be done, or not to the end. */
    FAILED
  }
}
