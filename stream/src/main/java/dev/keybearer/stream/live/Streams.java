package dev.keybearer.stream.live;

import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamRecorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Alarms;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a process: all share one clock's alarms, one pool of threads, one client and one
 * budget of handshakes.
 *
 * <pre>{@code
 * try (Streams streams = Streams.open();
 *     Stream orders = streams.open(
 *         StreamPlan.of("orders", FixedEndpoint.of(uri, TokenPlace.HEADER), JsonDialect.PLAIN, tokens)
 *             .withTopics(List.of(Topic.event("orders"))),
 *         Receiver.each(System.out::println))) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class Streams implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Streams.class.getName());

  /** More than this wait for slow receivers and issuers at once only when something is wrong. */
  private static final int MOST_THREADS = 512;

  private final Surroundings around;
  private final Alarms alarms;
  private final @Nullable ThreadPoolExecutor ownThreads;
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Streams that tell nobody. */
  public static Streams open() {
    return open(Options.STANDARD);
  }

  /** Streams with the given surroundings. */
  public static Streams open(Options options) {
    return new Streams(options);
  }

  private Streams(Options options) {
    Executor given = options.threads;
    this.ownThreads = given == null ? threads() : null;
    Executor executor = given == null ? Objects.requireNonNull(ownThreads) : untilClosed(given);
    TimeSource time = new SinceOpening(options.time);
    this.alarms = Alarms.start(time, moved -> clockMoved());
    HttpClient client = options.client;
    this.around =
        new Surroundings(
            time,
            executor,
            alarms,
            client == null ? client(executor) : client,
            new HandshakeBudget(time, options.handshakesAtOnce, options.handshakeEvery),
            telling(options.recorder, executor));
  }

  /**
   * Opens a stream; returns at once, whether the provider can be reached or not.
   *
   * @throws dev.keybearer.stream.StreamFailure when the plan cannot work, or the position of the
   *     receiver cannot be read
   */
  public Stream open(StreamPlan plan, Receiver receiver) {
    plan.requireSound();
    Stream stream = new Stream(plan, receiver, around, open::remove);
    open.add(stream);
    stream.begin();
    return stream;
  }

  /** Closes every stream. */
  @Override
  public void close() {
    open.forEach(Stream::close);
    closed = true;
    alarms.close();
    if (ownThreads != null) {
      ownThreads.shutdown();
    }
  }

  /** What comes late, of an attempt under way, is nobody's once the streams are closed. */
  private Executor untilClosed(Executor given) {
    return task -> {
      try {
        given.execute(task);
      } catch (RejectedExecutionException e) {
        if (!closed) {
          throw e;
        }
      }
    };
  }

  private void clockMoved() {
    open.forEach(Stream::clockMoved);
  }

  /** Events go out one after the other, and never from within a stream's own step. */
  private static StreamRecorder telling(StreamRecorder recorder, Executor executor) {
    Mailbox mailbox = new Mailbox(executor);
    return event -> mailbox.add(() -> tell(recorder, event));
  }

  @SuppressWarnings("CatchingUnchecked") // a recorder is the user's code
  private static void tell(StreamRecorder recorder, StreamEvent event) {
    try {
      recorder.record(event);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a recorder failed at " + event, e);
    }
  }

  /** Threads that come when needed and go after a minute. */
  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            60,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "keybearer-stream");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    return threads;
  }

  private static HttpClient client(Executor executor) {
    SSLParameters tls = new SSLParameters();
    tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    return HttpClient.newBuilder()
        .executor(executor)
        .sslParameters(tls)
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  /** What streams live in. Immutable; each {@code with} gives another. */
  public static final class Options {
    /** The machine's clocks, threads of its own, nobody to tell, ten handshakes at once. */
    public static final Options STANDARD =
        new Options(TimeSource.system(), event -> {}, null, null, 10, Duration.ofMillis(200));

    private final TimeSource time;
    private final StreamRecorder recorder;
    private final @Nullable Executor threads;
    private final @Nullable HttpClient client;
    private final int handshakesAtOnce;
    private final Duration handshakeEvery;

    private Options(
        TimeSource time,
        StreamRecorder recorder,
        @Nullable Executor threads,
        @Nullable HttpClient client,
        int handshakesAtOnce,
        Duration handshakeEvery) {
      this.time = time;
      this.recorder = recorder;
      this.threads = threads;
      this.client = client;
      this.handshakesAtOnce = handshakesAtOnce;
      this.handshakeEvery = handshakeEvery;
    }

    /** The same by another clock. */
    public Options withTime(TimeSource value) {
      return new Options(value, recorder, threads, client, handshakesAtOnce, handshakeEvery);
    }

    /** The same, telling somebody. */
    public Options withRecorder(StreamRecorder value) {
      return new Options(time, value, threads, client, handshakesAtOnce, handshakeEvery);
    }

    /** The same on these threads, of which there must be enough for all that blocks. */
    public Options withThreads(Executor value) {
      return new Options(time, recorder, value, client, handshakesAtOnce, handshakeEvery);
    }

    /** The same through this client: its proxy, its trust. */
    public Options withClient(HttpClient value) {
      return new Options(time, recorder, threads, value, handshakesAtOnce, handshakeEvery);
    }

    /** The same, with so many handshakes at once and one more in each interval. */
    public Options withHandshakes(int atOnce, Duration every) {
      return new Options(time, recorder, threads, client, atOnce, every);
    }
  }
}
