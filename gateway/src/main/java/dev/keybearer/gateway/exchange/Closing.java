package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.exchange.Ending.How;

/**
 * Why a tunnel is ended by the gateway, as its caller is told in a closing frame (RFC 6455 section
 * 7.4).
 *
 * @param words for people, of ASCII and not longer than a frame holds
 */
public record Closing(How how, int code, String words) {
  /** What belongs to it of the codes that are free for applications: 401, as it were. */
  public static final int TOKEN_ENDED = 4401;

  /** The token it was opened with has ended. */
  public static final Closing EXPIRED = new Closing(How.EXPIRED, TOKEN_ENDED, "token expired");

  /** The token it was opened with was ended early. */
  public static final Closing REVOKED = new Closing(How.REVOKED, TOKEN_ENDED, "token revoked");

  /** It has been open for as long as its route lets it. */
  public static final Closing OVERDUE = new Closing(How.OVERDUE, 1001, "open for too long");

  /** Nothing moved for too long. */
  public static final Closing IDLE = new Closing(How.IDLE, 1001, "idle for too long");

  /** The gateway is stopped. */
  public static final Closing STOPPED = new Closing(How.STOPPED, 1001, "the gateway is stopped");

  /** The caller sent what is no frame. */
  public static final Closing CALLER_BROKE = new Closing(How.CALLER_BROKE, 1002, "no frame");

  /** The caller sent more than fits. */
  public static final Closing CALLER_TOO_LONG = new Closing(How.CALLER_BROKE, 1009, "too long");

  /** The upstream sent what is no frame, or too much; of the registered codes the bad gateway. */
  public static final Closing UPSTREAM_BROKE =
      new Closing(How.UPSTREAM_BROKE, 1014, "the upstream sent no frame");

  /** The upstream did not take what the caller sent. */
  public static final Closing UPSTREAM_SLOW =
      new Closing(How.UPSTREAM_BROKE, 1014, "the upstream takes nothing");

  /** The caller did not take what the upstream sent. */
  public static final Closing CALLER_SLOW = new Closing(How.CALLER_SLOW, 1008, "too slow");
}
