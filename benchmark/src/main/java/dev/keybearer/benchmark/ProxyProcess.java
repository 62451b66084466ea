package dev.keybearer.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What runs in the JVM that is measured: one side, which says what it has used so far. */
final class ProxyProcess {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private ProxyProcess() {}

  /** Says its port, and then what it has used, whenever it is asked. */
  static void main(Side side, int upstream, Path tokens) throws IOException {
    int port =
        side == Side.BARE
            ? BareProxy.open(upstream)
            : GuardedProxy.open(side, upstream, SignedTokens.read(tokens));
    long loop = loop();
    Child.serve(String.valueOf(port), asked -> used(loop).toString());
  }

  private static Used used(long loop) {
    return new Used(
        SYSTEM.getProcessCpuTime(),
        THREADS.getThreadCpuTime(loop),
        THREADS.getThreadAllocatedBytes(loop));
  }

  /** The thread that carries everything. */
  private static long loop() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith(Sockets.LOOP))
        .mapToLong(ThreadInfo::getThreadId)
        .findFirst()
        .orElseThrow();
  }

  /**
   * What a process has used so far.
   *
   * @param cpu nanoseconds of all its threads
   * @param loop nanoseconds of its loop
   * @param bytes that its loop has allocated
   */
  record Used(double cpu, double loop, double bytes) {
    private static final Pattern SPACE = Pattern.compile(" ");

    /** Reads what {@link #toString} wrote. */
    static Used parse(String line) {
      double[] figures = SPACE.splitAsStream(line).mapToDouble(Double::parseDouble).toArray();
      return new Used(figures[0], figures[1], figures[2]);
    }

    /** What was used since. */
    Used since(Used before) {
      return new Used(cpu - before.cpu, loop - before.loop, bytes - before.bytes);
    }

    @Override
    public String toString() {
      return cpu + " " + loop + " " + bytes;
    }
  }
}
