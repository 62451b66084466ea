package dev.keybearer.sink.kafka;

import dev.keybearer.sink.DeliveryLine;
import dev.keybearer.sink.Sink;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.ReceiverFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends deliveries to a topic of Kafka: each batch is with all replicas before it is
 * acknowledged, and what the client itself sends again is there once. Safe for use by many threads,
 * of which one hands over at a time.
 *
 * <pre>
 *   record   key: the message's key     value: its line     partition: chosen by its topic, whose order stays
 *            fields: stream, topic, cursor (where there is one), possiblyDuplicate (true or false)
 *   a gap    key: the stream            value: its line     in each partition of one of its topics
 *            fields: stream, gap (its cause)
 * </pre>
 */
public final class KafkaSink implements Sink {
  private static final int BATCH = 500;

  private final KafkaTarget target;
  private @Nullable KafkaProducer<byte[], byte[]> producer; // guarded by this
  private boolean closed; // guarded by this

  private KafkaSink(KafkaTarget target) {
    this.target = target;
  }

  /** A sink whose connections are made when the first batch comes. */
  public static KafkaSink to(KafkaTarget target) {
    return new KafkaSink(target);
  }

  /**
   * Appends them.
   *
   * @throws ReceiverFailure when not all of them are known to be there
   */
  @Override
  public synchronized void receive(List<Delivery> deliveries)
      throws ReceiverFailure, InterruptedException {
    if (closed) {
      throw new ReceiverFailure("the way to " + target + " was closed");
    }
    try {
      KafkaProducer<byte[], byte[]> open = producer();
      await(sent(open, deliveries));
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  private List<Future<RecordMetadata>> sent(
      KafkaProducer<byte[], byte[]> open, List<Delivery> deliveries) {
    int partitions = open.partitionsFor(target.topic()).size();
    List<Future<RecordMetadata>> sent = new ArrayList<>(deliveries.size());
    for (Delivery each : deliveries) {
      records(each, partitions).forEach(record -> sent.add(open.send(record)));
    }
    open.flush();
    return sent;
  }

  private void await(List<Future<RecordMetadata>> sent)
      throws ReceiverFailure, InterruptedException {
    long until = System.nanoTime() + target.patience().toNanos();
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw failed(e.getCause());
      } catch (TimeoutException e) {
        throw failed(e);
      }
    }
  }

  /**
   * After what trying again does not mend, the client starts anew. Its words are kept out: they may
   * quote settings.
   */
  private ReceiverFailure failed(@Nullable Throwable cause) {
    if (!(cause instanceof RetriableException)) {
      release();
    }
    String what = cause == null ? "nobody knows why" : cause.getClass().getSimpleName();
    return new ReceiverFailure(target + " did not take all that was delivered: " + what, cause);
  }

  private List<ProducerRecord<byte[], byte[]>> records(Delivery delivery, int partitions) {
    byte[] line = octets(DeliveryLine.of(delivery));
    return switch (delivery) {
      case Message message -> List.of(record(message, line, partitions));
      case Gap gap -> records(gap, line, partitions);
    };
  }

  private ProducerRecord<byte[], byte[]> record(Message message, byte[] line, int partitions) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            target.topic(), partition(message.topic(), partitions), octets(message.key()), line);
    record.headers().add("stream", octets(message.stream()));
    record.headers().add("topic", octets(message.topic()));
    String cursor = message.cursor();
    if (cursor != null) {
      record.headers().add("cursor", octets(cursor));
    }
    record
        .headers()
        .add("possiblyDuplicate", octets(Boolean.toString(message.possiblyDuplicate())));
    return record;
  }

  private List<ProducerRecord<byte[], byte[]>> records(Gap gap, byte[] line, int partitions) {
    Set<Integer> concerned = new TreeSet<>();
    gap.topics().forEach(topic -> concerned.add(partition(topic, partitions)));
    if (concerned.isEmpty()) {
      concerned.add(partition(gap.stream(), partitions));
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition : concerned) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(target.topic(), partition, octets(gap.stream()), line);
      record.headers().add("stream", octets(gap.stream()));
      record.headers().add("gap", octets(DeliveryLine.word(gap.cause())));
      records.add(record);
    }
    return records;
  }

  /**
   * The key would scatter one topic over all partitions, and Kafka keeps order within one alone.
   */
  private static int partition(String topic, int partitions) {
    return Math.floorMod(topic.hashCode(), partitions);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int batch() {
    return BATCH;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      Map<String, Object> settings = target.settings();
      open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  private void release() {
    KafkaProducer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(KafkaTarget.FAREWELL);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    release();
  }

  /** Where it appends. */
  @Override
  public String toString() {
    return "KafkaSink[" + target + "]";
  }
}
