package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.ProcessTree;
import dev.keybearer.benchmark.tool.Processors;
import dev.keybearer.benchmark.tool.Sockets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A peer that runs. It ends when it is closed, and with the process that started it. */
public final class PeerProcess implements Proxy {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long END_SECONDS = 10;

  private final Process process;
  private final int port;
  private final Thread hook;

  private PeerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    this.hook = new Thread(this::destroy);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a peer on the proxies' processor, and waits until it listens. */
  public static PeerProcess start(Peer peer, Scene scene) throws IOException, InterruptedException {
    int port = free();
    Path log = scene.folder().resolve("peer.log");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(peer.command(scene, port)));
    PeerProcess started = start(builder, port, log);
    started.awaitPort(log);
    return started;
  }

  /** Starts a process on the proxies' processor that will listen at this port. */
  public static PeerProcess start(ProcessBuilder builder, int port, Path log) throws IOException {
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new PeerProcess(Processors.pin(builder, Processors.PROXY).start(), port);
  }

  /** A port of loopback that nobody listens at. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(Sockets.loopback(0));
      return socket.getLocalPort();
    }
  }

  private void awaitPort(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        close();
        List<String> said = Files.readAllLines(log);
        throw new IOException("it does not listen: " + String.join(" / ", said));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean listens() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(Sockets.loopback(port));
      return true;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Used used() {
    return new Used(tree().cpu(), Double.NaN, Double.NaN);
  }

  @Override
  public ProcessTree tree() {
    return new ProcessTree(process.toHandle());
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
        .join()
        .descendants()
        .forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
