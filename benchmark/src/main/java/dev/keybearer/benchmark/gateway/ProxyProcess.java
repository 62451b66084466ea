package dev.keybearer.benchmark.gateway;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.SignedTokens;
import dev.keybearer.benchmark.tool.Sockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;

/** What runs in the JVM that is measured: one side, which says what it has used so far. */
public final class ProxyProcess {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private ProxyProcess() {}

  /** Says its port, and then what it has used, whenever it is asked. */
  public static void main(Variant variant, int upstream, URI issuer, Path tokens)
      throws IOException {
    int port =
        variant == Variant.BARE
            ? BareProxy.open(upstream)
            : new GuardedProxy(variant, issuer, SignedTokens.read(tokens)).listen(upstream);
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
}
