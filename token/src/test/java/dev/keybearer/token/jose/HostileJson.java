package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads everything hostile in every place, and says how often it was read and accepted. */
final class HostileJson {
  private static final String OPEN_OBJECT = "{\"a\":";

  private HostileJson() {}

  /** Runs as a process of its own, in as little memory as that is given. */
  public static void main(String[] arguments) throws IOException {
    Map<String, byte[]> texts = own();
    texts.putAll(suite(Path.of(arguments[0]), "n_"));
    int read = 0;
    int accepted = 0;
    for (byte[] text : texts.values()) {
      for (JsonPlace place : JsonPlace.values()) {
        read++;
        accepted += place.accepts(text) ? 1 : 0;
      }
    }
    System.out.write((read + " read, " + accepted + " accepted\n").getBytes(US_ASCII));
    System.out.flush();
  }

  /** The files of the JSON test suite whose verdict is this one, by name. */
  static Map<String, byte[]> suite(Path folder, String verdict) throws IOException {
    Map<String, byte[]> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("test_parsing"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(verdict)) {
          texts.put(name, Files.readAllBytes(file));
        }
      }
    }
    return texts;
  }

  /** Texts that cost a careless reader its stack, its heap or its time (V8), by name. */
  static Map<String, byte[]> own() {
    Map<String, byte[]> texts = new TreeMap<>();
    texts.put("deep arrays", bytes("[".repeat(100_000) + "]".repeat(100_000)));
    texts.put("deep objects", bytes(OPEN_OBJECT.repeat(50_000) + "1" + "}".repeat(50_000)));
    texts.put("deep and unclosed", bytes(OPEN_OBJECT.repeat(80_000)));
    texts.put("colliding names", bytes(colliding(12)));
    texts.put("many names", bytes(members(30_000)));
    texts.put("many digits", bytes("{\"a\":" + "9".repeat(400_000) + "}"));
    texts.put("many digits after the point", bytes("{\"a\":0." + "9".repeat(400_000) + "}"));
    texts.put("a power beyond measure", bytes("{\"a\":1e2147483647}"));
    texts.put("a power below measure", bytes("{\"a\":1e-2147483647}"));
    texts.put("an endless text", bytes("{\"a\":\"" + "a".repeat(500_000)));
    texts.put("an endless name", bytes("{\"" + "a".repeat(500_000)));
    texts.put("half an escape", bytes("{\"a\":\"" + "\\u00".repeat(1_000)));
    return texts;
  }

  /** Names that all have one hash: each pair is Aa or BB. */
  private static String colliding(int pairs) {
    List<String> names = List.of("");
    for (int i = 0; i < pairs; i++) {
      names = names.stream().flatMap(name -> Stream.of(name + "Aa", name + "BB")).toList();
    }
    return "{" + String.join(",", names.stream().map(name -> '"' + name + "\":1").toList()) + "}";
  }

  private static String members(int count) {
    StringBuilder text = new StringBuilder("{\"b\":1");
    for (int i = 0; i < count; i++) {
      text.append(",\"a").append(i).append("\":1");
    }
    return text.append('}').toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
