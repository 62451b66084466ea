package dev.keybearer.token.renewal;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Limits;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;

/**
 * Many credentials that need a token at once, at an issuer that is down at first: a simulation that
 * does to each what its source does, event by event, on a time that jumps from one to the next.
 */
final class Storm implements TimeSource {
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
  private static final long ANSWER = Duration.ofMillis(20).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long failure;
  private final long recovery;
  private final PriorityQueue<Happening> agenda = new PriorityQueue<>();
  private final Deque<Integer> lane = new ArrayDeque<>();
  private final Attempts[] attempts;
  private final long[] alarms;
  private final boolean[] flying;
  private final List<Long> asked = new ArrayList<>();
  private final List<Long> admitted = new ArrayList<>();
  private final Surroundings around;
  private long now = START;
  private int running;
  private int renewed;
  private int wakes;

  /** At the start all need a token and the issuer goes down, for that long. */
  Storm(int credentials, Duration failure, Duration down, long seed) {
    this.failure = failure.toNanos();
    this.recovery = START + down.toNanos();
    SplittableRandom random = new SplittableRandom(seed);
    this.around =
        new Surroundings(
            this,
            null,
            EventDelivery.start(event -> {}, this),
            new Fingerprinter(Secret.of("key")),
            Alarms.start(TimeSource.system(), moved -> {}),
            random::nextDouble,
            seed);
    AskBudget issuer = new AskBudget(Limits.OF_ISSUER, START, random::nextDouble);
    this.attempts = new Attempts[credentials];
    Arrays.setAll(attempts, i -> new Attempts(Limits.OF_CREDENTIAL, around, issuer));
    this.alarms = new long[credentials];
    this.flying = new boolean[credentials];
  }

  Course run() {
    for (int i = 0; i < attempts.length; i++) {
      begin(i);
    }
    takeOff();
    for (Happening next = agenda.poll(); next != null; next = agenda.poll()) {
      now = next.moment;
      if (next.alarm == 0) {
        land(next.credential, next.answered);
      } else if (next.alarm == alarms[next.credential] && !flying[next.credential]) {
        wakes++;
        begin(next.credential);
      }
      takeOff();
    }
    around.alarms().close();
    around.events().close();
    return new Course(
        renewed,
        asked.size(),
        (int) asked.stream().filter(at -> at - recovery < 0).count(),
        mostInASecond(),
        Duration.ofNanos(admitted.get(admitted.size() - 1) - recovery),
        wakes);
  }

  private void begin(int credential) {
    if (attempts[credential].plan(now) - now <= 0 && attempts[credential].isClear(now)) {
      flying[credential] = true;
      lane.add(credential);
      return;
    }
    alarm(credential);
  }

  private void takeOff() {
    while (running < Lane.MOST_AT_ONCE && !lane.isEmpty()) {
      int credential = lane.remove();
      if (!attempts[credential].mayGo(now)) {
        flying[credential] = false;
        alarm(credential);
        continue;
      }
      running++;
      asked.add(now);
      boolean up = now - recovery >= 0;
      agenda.add(new Happening(now + (up ? ANSWER : failure), credential, 0, up));
    }
  }

  private void land(int credential, boolean answered) {
    running--;
    flying[credential] = false;
    if (answered) {
      attempts[credential].succeeded(true);
      renewed++;
      admitted.add(now);
      return;
    }
    attempts[credential].failed(Trouble.outage("it is down"), now, null);
    begin(credential);
  }

  private void alarm(int credential) {
    long moment = attempts[credential].plan(now);
    agenda.add(new Happening(moment, credential, ++alarms[credential], false));
  }

  private int mostInASecond() {
    int most = 0;
    for (int first = 0, last = 0; last < asked.size(); last++) {
      while (asked.get(last) - asked.get(first) > SECOND) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH.plusNanos(now - START);
  }

  @Override
  public boolean await(Condition condition, long until) {
    throw new UnsupportedOperationException("nobody waits in a simulation");
  }

  /** What happened in numbers. */
  record Course(
      int renewed,
      int asked,
      int askedWhileDown,
      int mostInASecond,
      Duration lastAdmitted,
      int wakes) {}

  private record Happening(long moment, int credential, long alarm, boolean answered)
      implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      return Long.signum(moment - other.moment);
    }
  }
}
