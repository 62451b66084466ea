package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Receiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given, and fails when it is told to, however it is told to. */
final class RecordingReceiver implements Receiver {
  final List<List<String>> batches = new CopyOnWriteArrayList<>();
  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final int batch;
  private int failures;
  private int spared;
  private Throwable thrown = new IOException("told to, at secret-body");

  RecordingReceiver(int batch) {
    this.batch = batch;
  }

  /** From now on it takes so many batches, and fails at so many after those. */
  RecordingReceiver failing(int after, int times) {
    spared = after;
    failures = times;
    return this;
  }

  /** What it fails with. */
  RecordingReceiver throwing(Throwable failure) {
    thrown = failure;
    return this;
  }

  @Override
  public synchronized void receive(List<Delivery> received) throws Exception {
    if (spared > 0) {
      spared--;
    } else if (failures > 0) {
      failures--;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
    List<String> keys = new ArrayList<>();
    received.forEach(each -> keys.add(each instanceof Message message ? message.key() : "gap"));
    batches.add(keys);
    deliveries.addAll(received);
  }

  List<String> keys() {
    return batches.stream().flatMap(List::stream).toList();
  }

  @Override
  public int batch() {
    return batch;
  }
}
