package dev.keybearer.gateway.record;

import dev.keybearer.gateway.place.Place;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Listens, and may be held up. */
final class RecordingListener implements SecurityListener {
  final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  final List<Place> places = new CopyOnWriteArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean listening = true;

  /** From now on whoever tells is held up. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  void awaitEntered() throws InterruptedException {
    entered.await();
  }

  @Override
  public boolean isListening() {
    return listening;
  }

  @Override
  public void refused(SecurityEvent event, Place place) {
    entered.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.add(event);
    places.add(place);
  }
}
