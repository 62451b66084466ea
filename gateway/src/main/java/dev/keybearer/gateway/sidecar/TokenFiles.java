package dev.keybearer.gateway.sidecar;

import dev.keybearer.token.Event;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.renewal.SourceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps tokens fresh in files: each is written when there is a usable token that it does not hold.
 * What cannot be written is told and tried again; files stay where they are when they are no longer
 * kept. Safe for use by many threads; one of its own writes.
 */
public final class TokenFiles implements Recorder, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TokenFiles.class.getName());

  /** So often it looks by itself: an event may be lost, and a file deleted. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** The pause after the first failure; it doubles up to {@link #LOOK}. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final Duration PARTING = Duration.ofSeconds(2);

  private final Supplier<List<SourceState>> states;
  private final Told told;
  private final TimeSource time;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock(); // guards what follows
  private final Condition changed = lock.newCondition();
  private Map<String, TokenFile> files = Map.of();
  private boolean due;
  private boolean closed;

  private TokenFiles(Supplier<List<SourceState>> states, Told told, TimeSource time) {
    this.states = states;
    this.told = told;
    this.time = time;
    this.thread = Thread.ofPlatform().daemon().name("keybearer-token-files").unstarted(this::run);
  }

  /**
   * Keeps none yet.
   *
   * @param states how it stands with all sources
   */
  public static TokenFiles start(Supplier<List<SourceState>> states, Told told, TimeSource time) {
    TokenFiles files = new TokenFiles(states, told, time);
    files.thread.start();
    return files;
  }

  /** Keeps exactly these from now on, by the names of their credentials. */
  public void keep(Map<String, Path> wanted) {
    lock.lock();
    try {
      Map<String, TokenFile> next = new LinkedHashMap<>();
      wanted.forEach((name, path) -> next.put(name, kept(name, TokenFile.at(path))));
      files = next;
      wake();
    } finally {
      lock.unlock();
    }
  }

  private TokenFile kept(String name, TokenFile wanted) {
    TokenFile known = files.get(name);
    return known != null && known.path().equals(wanted.path()) ? known : wanted;
  }

  /** Says that there may be a token that a file does not hold. */
  public void look() {
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    due = true;
    changed.signalAll();
  }

  @Override
  public void record(Event event) {
    if (event instanceof Event.TokenRenewed) {
      look();
    }
  }

  private void run() {
    Duration pause = LOOK;
    Duration again = AGAIN;
    try {
      while (await(pause)) {
        boolean done = writeAll();
        pause = done ? LOOK : again;
        again = done ? AGAIN : twice(again);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends
    }
  }

  private static Duration twice(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LOOK) < 0 ? twice : LOOK;
  }

  /** Whether it goes on. */
  private boolean await(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long until = time.nanos() + pause.toNanos();
      boolean early = true;
      while (!due && !closed && early) {
        early = time.await(changed, until);
      }
      due = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether all hold what they should; the outermost place that sees a bug of it. */
  private boolean writeAll() {
    boolean done = true;
    try {
      Map<String, TokenFile> now = files();
      for (SourceState state : now.isEmpty() ? List.<SourceState>of() : states.get()) {
        TokenFile file = now.get(state.credential());
        Token token = state.token();
        if (file != null && token != null && state.usable() && !file.holds(token)) {
          done &= write(state.credential(), file, token);
        }
      }
      return done;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "files of tokens were not looked after", e);
      return false;
    }
  }

  private Map<String, TokenFile> files() {
    lock.lock();
    try {
      return files;
    } finally {
      lock.unlock();
    }
  }

  private boolean write(String credential, TokenFile file, Token token) {
    try {
      file.write(token);
      told.written(credential, file.path(), token);
      return true;
    } catch (IOException e) {
      told.failed(credential, file.path(), String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Writes no more; what is being written is waited for, two seconds at most. Twice is fine. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      boolean _ = thread.join(PARTING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Is told how writing went, by one thread. */
  public interface Told {
    /** A file holds a token now. */
    void written(String credential, Path file, Token token);

    /** A file does not hold the token that it should; it is tried again. */
    void failed(String credential, Path file, String words);
  }
}
