package dev.keybearer.gateway.exchange;

/** What becomes of one request, and what happens to it. Called on its loop; never waits. */
public interface Course {
  /** The exchange is ready to be told; comes once and first. */
  void begin();

  /** The upstream's final answer has begun. The exchange waits to be told what becomes of it. */
  void answered(UpstreamHead head);

  /** No final answer comes. The exchange waits to be told what becomes of the request. */
  void failed(UpstreamFault fault);

  /** It is over; comes exactly once, also for requests that were never sent on. */
  void ended(Ending ending);
}
