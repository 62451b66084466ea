package dev.keybearer.gateway.signal;

import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Sends bodies to one endpoint, signed, each once: whoever asks decides what to do about one that
 * did not arrive. Safe for use by many threads, of which one sends at a time.
 */
public final class SignedPost implements AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("keybearer-post-clock").factory());
  private final Post post;
  private final TimeSource time;
  private final Duration patience;
  private volatile Endpoint endpoint;

  private SignedPost(Endpoint endpoint, TimeSource time, Duration patience) {
    this.endpoint = endpoint;
    this.post = new Post(Resolver.platform(), clock);
    this.time = time;
    this.patience = patience;
  }

  /** To this endpoint, whose filter of events does not matter. */
  public static SignedPost to(Endpoint endpoint, TimeSource time) {
    return to(endpoint, time, Courier.PATIENCE);
  }

  static SignedPost to(Endpoint endpoint, TimeSource time, Duration patience) {
    return new SignedPost(endpoint, time, patience);
  }

  /** From now on to this one. */
  public void use(Endpoint other) {
    endpoint = other;
  }

  /**
   * Sends a body.
   *
   * @param id the same however often the same is sent
   * @throws IOException when there is no answer within 15 s, or the endpoint is where nothing may
   *     go
   */
  public synchronized Answer send(String id, byte[] body) throws IOException, InterruptedException {
    Endpoint to = endpoint;
    Post.Reply reply =
        post.send(to, to.signed(id, time.wall().getEpochSecond(), body), body, patience);
    return new Answer(reply.status(), reply.asked(time.wall()));
  }

  /** Sends no more; what is being sent has as long as it had. */
  @Override
  public void close() {
    clock.shutdown();
  }

  /** The name of the endpoint. */
  @Override
  public String toString() {
    return endpoint.toString();
  }

  /**
   * What an endpoint answered.
   *
   * @param patience that it asked for, zero when it asked for none
   */
  public record Answer(int status, Duration patience) {
    /** Whether the body arrived. */
    public boolean isTaken() {
      return status / 100 == 2;
    }
  }
}
