package dev.keybearer.token.verification;

import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One question to an issuer, under way or answered. It belongs to nobody who waits for it: each has
 * a patience of its own. Safe for use by many threads.
 */
final class Question {
  private final ReentrantLock lock = new ReentrantLock(); // guards verdict and failure
  private final Condition answered = lock.newCondition();
  private @Nullable Verdict verdict;
  private @Nullable VerificationFailure failure;

  void answered(Verdict given) {
    lock.lock();
    try {
      verdict = given;
      answered.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void failed(VerificationFailure met) {
    lock.lock();
    try {
      failure = met;
      answered.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The answer, once it is there. */
  Verdict await(TimeSource time, Duration patience) {
    long deadline = time.nanos() + patience.toNanos();
    lock.lock();
    try {
      while (verdict == null) {
        if (failure != null) {
          // A new one for each who waits, since stacks differ.
          throw new VerificationFailure(String.valueOf(failure.getMessage()), failure.retryAt());
        }
        if (!time.await(answered, deadline) && time.nanos() - deadline >= 0) {
          throw new VerificationFailure("the issuer did not say within " + patience, null);
        }
      }
      return verdict;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerificationFailure("interrupted while waiting for the issuer", null);
    } finally {
      lock.unlock();
    }
  }
}
