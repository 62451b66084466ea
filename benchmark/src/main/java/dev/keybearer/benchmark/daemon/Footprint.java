package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.gateway.Apache;
import dev.keybearer.benchmark.gateway.Haproxy;
import dev.keybearer.benchmark.gateway.Keybearer;
import dev.keybearer.benchmark.gateway.Nginx;
import dev.keybearer.benchmark.gateway.Peer;
import dev.keybearer.benchmark.gateway.PeerProcess;
import dev.keybearer.benchmark.gateway.Proof;
import dev.keybearer.benchmark.gateway.Scene;
import dev.keybearer.benchmark.gateway.Spring;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Percentiles;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Sockets;
import dev.keybearer.benchmark.tool.Spread;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How soon each daemon answers, how fast it is after a while, and what it takes of memory. */
public final class Footprint {
  private static final int TOKENS = 1_000;
  private static final double MEBIBYTE = 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Report report;
  private final Length length;

  public Footprint(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Measures one after the other and prints the table. */
  public void run() throws IOException, InterruptedException {
    report.circumstances();
    List<String> head = new ArrayList<>(List.of("daemon", "ms to the first 200", "RSS MiB then"));
    length.moments().forEach(moment -> head.add("calls/s after " + moment + " s"));
    head.add("RSS MiB then");
    report.head(head.toArray(String[]::new));
    try (Scene scene = Scene.open(TOKENS)) {
      for (Peer peer : peers(scene)) {
        String missing = peer.missing();
        report.row(missing == null ? row(peer, scene) : List.of(peer.words(), missing));
      }
    }
  }

  private static List<Peer> peers(Scene scene) throws IOException {
    Keybearer.Outside outside = Keybearer.Outside.of(scene, scene.upstream());
    return List.of(
        new Keybearer("**Keybearer**", "", outside),
        new Keybearer("**Keybearer**, `-Xmx64m`", "-Xmx64m", outside),
        new Nginx(),
        new Haproxy(Haproxy.Habit.VERIFIES),
        new Haproxy(Haproxy.Habit.REMEMBERS),
        new Apache(),
        new Spring("Spring Cloud Gateway", List.of()),
        new Spring("Spring Cloud Gateway, `-Xmx64m`", List.of("-Xmx64m")));
  }

  private List<String> row(Peer peer, Scene scene) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    for (int start = 1; start < length.starts(); start++) {
      start(peer, scene, millis, resident).close();
    }
    List<String> warm = new ArrayList<>();
    try (PeerProcess last = start(peer, scene, millis, resident)) {
      Proof.of(peer, last.port(), scene.tokens());
      warm(last, scene.load(), warm);
      warm.add(Spread.text(last.tree().resident() / MEBIBYTE));
    }
    List<String> cells = new ArrayList<>(List.of(peer.words(), spread(millis), spread(resident)));
    cells.addAll(warm);
    System.err.println(cells);
    return cells;
  }

  private static PeerProcess start(
      Peer peer, Scene scene, List<Double> millis, List<Double> resident) throws IOException {
    int port = PeerProcess.free();
    Path log = scene.folder().resolve("peer.log");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(peer.command(scene, port)));
    long begun = System.nanoTime();
    PeerProcess started = PeerProcess.start(builder, port, log);
    if (!isGood(started, scene.tokens().texts().getFirst(), begun)) {
      started.close();
      List<String> said = Files.readAllLines(log);
      throw new IOException(peer.words() + " lets no call through: " + String.join(" / ", said));
    }
    millis.add((System.nanoTime() - begun) / 1e6);
    resident.add(started.tree().resident() / MEBIBYTE);
    return started;
  }

  private static boolean isGood(PeerProcess started, String token, long begun) {
    while (!isGood(started.port(), token)) {
      if (!started.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
    return true;
  }

  /** Asks by hand: a client of the platform takes longer to be there than some daemons. */
  private static boolean isGood(int port, String token) {
    String request =
        "GET /orders/4711 HTTP/1.1\r\nHost: orders.example.com\r\nAuthorization: Bearer "
            + token
            + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket()) {
      socket.connect(Sockets.loopback(port));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(line, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  private void warm(PeerProcess proxy, Child load, List<String> rates)
      throws IOException, InterruptedException {
    load.ask(String.valueOf(proxy.port()));
    long begun = System.nanoTime();
    for (int moment : length.moments()) {
      long until = begun + TimeUnit.SECONDS.toNanos(moment - 1);
      TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
      load.ask("clear");
      long from = System.nanoTime();
      TimeUnit.SECONDS.sleep(1);
      double calls = Percentiles.parse(load.ask("count")).count();
      rates.add(Spread.text(calls / ((System.nanoTime() - from) / 1e9)));
    }
    load.ask("end");
  }

  private static String spread(List<Double> figures) {
    return Spread.of(figures.stream().mapToDouble(Double::doubleValue).toArray()).toString();
  }

  /**
   * How much is run.
   *
   * @param starts of each
   * @param moments seconds after the first call, at each of which the last second is counted
   */
  public record Length(int starts, List<Integer> moments) {}
}
