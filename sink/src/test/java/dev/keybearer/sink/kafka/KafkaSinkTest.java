package dev.keybearer.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.sink.Deliveries;
import dev.keybearer.sink.DeliveryLine;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.ReceiverFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.StreamSupport;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker in this process, and what a consumer finds there. */
@Timeout(180)
class KafkaSinkTest {
  private static final int PARTITIONS = 3;

  @TempDir private static Path folder;

  private static KafkaRaftServer server;
  private static String servers;

  @BeforeAll
  static void start() throws Exception {
    int broker = free();
    int controller = free();
    servers = "127.0.0.1:" + broker;
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + broker);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    settings.put("log.dirs", folder.resolve("logs").toString());
    settings.put("num.partitions", Integer.toString(PARTITIONS));
    settings.put("message.max.bytes", "20000");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    Path file = folder.resolve("server.properties");
    try (var out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    int formatted =
        kafka.tools.StorageTool.execute(
            new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
            new PrintStream(PrintStream.nullOutputStream()));
    assertThat(formatted).isZero();
    server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
  }

  @AfterAll
  static void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  @Test
  void appendsEachOnceWithItsKeyAndFieldsInTheOrderOfItsTopic() throws Exception {
    List<Delivery> batch = new ArrayList<>();
    for (int number = 1; number <= 200; number++) {
      String topic = number % 2 == 0 ? "eu" : "us";
      batch.add(Deliveries.message(topic, "m-" + number, "" + number, "{\"n\":" + number + "}"));
    }
    try (KafkaSink sink = KafkaSink.to(KafkaTarget.of(servers, "ordered"))) {
      assertThat(sink.batch()).isGreaterThan(batch.size());
      sink.receive(batch);
      sink.receive(List.of(Deliveries.message("eu", "m-202", null, "2").again()));
    }

    List<ConsumerRecord<String, String>> records = records("ordered", 201);

    for (String topic : List.of("eu", "us")) {
      List<ConsumerRecord<String, String>> ofTopic =
          records.stream().filter(each -> topic.equals(field(each, "topic"))).toList();
      assertThat(ofTopic)
          .extracting(ConsumerRecord::partition)
          .containsOnly(ofTopic.getFirst().partition());
      assertThat(ofTopic)
          .extracting(ConsumerRecord::key)
          .startsWith(topic.equals("eu") ? "m-2" : "m-1", topic.equals("eu") ? "m-4" : "m-3")
          .doesNotHaveDuplicates();
    }
    ConsumerRecord<String, String> second =
        records.stream().filter(each -> "m-2".equals(each.key())).findFirst().orElseThrow();
    assertThat(second.value()).isEqualTo(DeliveryLine.of(batch.get(1)));
    assertThat(fields(second))
        .isEqualTo(
            Map.of("stream", "orders", "topic", "eu", "cursor", "2", "possiblyDuplicate", "false"));
    ConsumerRecord<String, String> last =
        records.stream().filter(each -> "m-202".equals(each.key())).findFirst().orElseThrow();
    assertThat(fields(last))
        .isEqualTo(Map.of("stream", "orders", "topic", "eu", "possiblyDuplicate", "true"));
  }

  @Test
  void putsAGapWhereTheMessagesOfItsTopicsAre() throws Exception {
    List<Delivery> batch =
        List.of(
            Deliveries.message("eu", "a", null, "1"),
            Deliveries.message("us", "b", null, "1"),
            Deliveries.gap());
    try (KafkaSink sink = KafkaSink.to(KafkaTarget.of(servers, "gaps"))) {
      sink.receive(batch);
    }
    List<Integer> partitions =
        records("gaps", 3).stream()
            .filter(each -> field(each, "topic").matches("eu|us"))
            .map(ConsumerRecord::partition)
            .distinct()
            .sorted()
            .toList();

    List<ConsumerRecord<String, String>> gaps =
        records("gaps", 2 + partitions.size()).stream()
            .filter(each -> !field(each, "gap").isEmpty())
            .toList();

    assertThat(gaps)
        .allSatisfy(
            gap -> {
              assertThat(gap.key()).isEqualTo("orders");
              assertThat(gap.value()).isEqualTo(DeliveryLine.of(Deliveries.gap()));
              assertThat(fields(gap))
                  .isEqualTo(Map.of("stream", "orders", "gap", "break-before-make"));
            })
        .extracting(ConsumerRecord::partition)
        .containsExactlyInAnyOrderElementsOf(partitions);
  }

  @Test
  void saysWhatABrokerDoesNotTakeAndGoesOn() throws Exception {
    Message large = Deliveries.message("eu", "large", null, "\"" + "x".repeat(50_000) + "\"");
    try (KafkaSink sink = KafkaSink.to(KafkaTarget.of(servers, "large"))) {
      assertThatThrownBy(() -> sink.receive(List.of(large)))
          .isInstanceOf(ReceiverFailure.class)
          .hasMessage(
              "large at "
                  + servers
                  + " did not take all that was delivered: RecordTooLargeException");
      sink.receive(List.of(Deliveries.message(1)));
    }
    assertThat(records("large", 1)).extracting(ConsumerRecord::key).containsExactly("m-1");
  }

  @Test
  void failsInTimeWhereNobodyListens() throws Exception {
    KafkaTarget nowhere =
        new KafkaTarget("127.0.0.1:" + free(), "t", Map.of(), Duration.ofSeconds(3));
    try (KafkaSink sink = KafkaSink.to(nowhere)) {
      long begun = System.nanoTime();
      assertThatThrownBy(() -> sink.receive(List.of(Deliveries.message(1))))
          .isInstanceOf(ReceiverFailure.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void refusesPropertiesThatItDecides() {
    for (String name : KafkaTarget.DECIDED) {
      assertThatThrownBy(
              () -> new KafkaTarget(servers, "t", Map.of(name, "0"), KafkaTarget.PATIENCE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void hidesItsProperties() {
    KafkaTarget target =
        new KafkaTarget("k:9092", "t", Map.of("sasl.jaas.config", "hunter2"), KafkaTarget.PATIENCE);

    assertThat(target).hasToString("t at k:9092");
    assertThat(KafkaSink.to(target)).hasToString("KafkaSink[t at k:9092]");
  }

  private static List<ConsumerRecord<String, String>> records(String topic, int least) {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers);
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (records.size() < least && System.nanoTime() < until) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    return records;
  }

  private static String field(ConsumerRecord<?, ?> record, String name) {
    return fields(record).getOrDefault(name, "");
  }

  private static Map<String, String> fields(ConsumerRecord<?, ?> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .collect(
            java.util.stream.Collectors.toMap(
                Header::key,
                each -> new String(Objects.requireNonNull(each.value()), StandardCharsets.UTF_8)));
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
