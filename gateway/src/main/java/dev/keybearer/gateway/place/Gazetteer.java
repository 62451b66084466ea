package dev.keybearer.gateway.place;

import dev.keybearer.gateway.peer.Address;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The places of one database file. Another file in its place is taken up once it rests; a file that
 * is missing or damaged changes nothing: the places known before stay. The whole file lies in
 * memory outside the heap, for it may be larger than that. Safe for use by many threads.
 */
public final class Gazetteer implements Places, AutoCloseable {
  /** The largest database of cities has a third of it. */
  static final long LARGEST = 1L << 30;

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int SLICE = 1 << 20;
  private static final System.Logger LOG = System.getLogger(Gazetteer.class.getName());

  private final Path file;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("keybearer-places").factory());
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable Edition edition;
  private volatile boolean troubled;
  private String known = ""; // what was taken, or refused for good
  private String seen = "";
  private String unread = ""; // what could not be read, and is tried again

  private Gazetteer(Path file) {
    this.file = file;
    this.seen = look();
    take(seen);
  }

  /** Reads a file, and again whenever it has changed. It may be missing. */
  public static Gazetteer watch(Path file) {
    Gazetteer made = new Gazetteer(file);
    // It ends with the thread.
    var ignored =
        made.thread.scheduleWithFixedDelay(
            made::compare, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return made;
  }

  /** Reads a file; looks again only when told. */
  static Gazetteer once(Path file) {
    return new Gazetteer(file);
  }

  @Override
  public Place of(Address address) {
    Edition now = edition;
    if (now == null) {
      return Place.UNKNOWN;
    }
    try {
      return now.find(address);
    } catch (BadDatabase e) {
      failures.incrementAndGet();
      if (!troubled) {
        troubled = true;
        LOG.log(System.Logger.Level.WARNING, file + " is damaged: " + e.getMessage());
      }
      return Place.UNKNOWN;
    }
  }

  /** Whether there is a database at the moment. */
  public boolean isReady() {
    return edition != null;
  }

  /** How many addresses could not be looked up because of damage. */
  public long failures() {
    return failures.get();
  }

  /** Looks whether another file is there, and takes it up when it looks as it did the last time. */
  synchronized void compare() {
    String now = look();
    boolean rests = now.equals(seen);
    seen = now;
    if (rests && !now.equals(known)) {
      take(now);
    }
  }

  private void take(String look) {
    try {
      Edition next = Edition.of(content());
      edition = next;
      troubled = false;
      known = look;
      LOG.log(System.Logger.Level.INFO, "places are those of " + file + ": " + next);
    } catch (BadDatabase e) {
      known = look;
      refuse(e.getMessage());
    } catch (OutOfMemoryError e) {
      known = look; // each try has the heap collected
      refuse("there is no memory for it");
    } catch (IOException e) {
      tryAgain(look, e.toString());
    }
  }

  /** Neither rights nor descriptors show in how the file looks. */
  private void tryAgain(String look, String why) {
    if (!look.equals(unread)) {
      unread = look;
      refuse(why);
    }
  }

  private void refuse(@Nullable String why) {
    String rest = edition == null ? "no place is known" : "the places known before stay";
    LOG.log(System.Logger.Level.WARNING, "cannot use " + file + ": " + why + "; " + rest);
  }

  private MemorySegment content() throws IOException, BadDatabase {
    if (!Files.isRegularFile(file)) {
      throw new BadDatabase("there is no such file"); // and a pipe would never end
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > LARGEST) {
        throw new BadDatabase("it is larger than " + (LARGEST >> 20) + " MiB");
      }
      MemorySegment content = Arena.ofAuto().allocate(Math.max(size, 1));
      for (long at = 0; at < size; ) {
        ByteBuffer slice = content.asSlice(at, Math.min(SLICE, size - at)).asByteBuffer();
        int read = channel.read(slice, at);
        if (read < 0) {
          throw new BadDatabase("it became shorter while it was read");
        }
        at += read;
      }
      return content;
    }
  }

  private String look() {
    try {
      return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return "gone";
    }
  }

  /** Looks no more. May be called twice. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
