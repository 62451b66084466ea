package dev.keybearer.benchmark.tool;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What lives on the heap: bytes by class, counted after a full collection. */
public final class Heap {
  /** {@code 12: #instances #bytes class name (module)}. */
  private static final Pattern ROW =
      Pattern.compile("\\d+:\\s+\\d+\\s+(?<bytes>\\d+)\\s+(?<name>\\S+).*");

  private final Map<String, Long> bytes;

  private Heap(Map<String, Long> bytes) {
    this.bytes = bytes;
  }

  /** What lives now. */
  public static Heap now() throws JMException {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Map<String, Long> bytes = new TreeMap<>();
    String.valueOf(histogram).lines().map(String::strip).forEach(line -> count(line, bytes));
    return new Heap(bytes);
  }

  /** What has come since. */
  public Heap since(Heap before) {
    Map<String, Long> more = new TreeMap<>();
    bytes.forEach(
        (type, size) -> {
          long grown = size - before.bytes.getOrDefault(type, 0L);
          if (grown != 0) {
            more.put(type, grown);
          }
        });
    return new Heap(more);
  }

  /** All bytes. */
  public long sum() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The bytes of each class. */
  public Map<String, Long> byClass() {
    return bytes;
  }

  private static void count(String line, Map<String, Long> bytes) {
    Matcher row = ROW.matcher(line);
    if (row.matches()) {
      bytes.merge(row.group("name"), Long.parseLong(row.group("bytes")), Long::sum);
    }
  }
}
