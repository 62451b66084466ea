package dev.keybearer.gateway.wire;

import io.netty.util.internal.PlatformDependent;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes threads that step back for those who carry calls: where both want one processor, it is
 * theirs. The platform's own priorities do nothing on Linux unless the whole process asks for them,
 * so that the kernel is told. Where it cannot be told they are threads like all others. Safe for
 * use by many threads.
 */
final class Subordinates implements ThreadFactory {
  private static final System.Logger LOG = System.getLogger(Subordinates.class.getName());

  /** A tenth of a processor that another thread wants as well; all of one that is free. */
  private static final int NICE = 10;

  private static final int THREAD = 0; // PRIO_PROCESS: of Linux, where it is the thread that calls

  private static final @Nullable MethodHandle SET_PRIORITY = setPriority();

  private final String name;
  private final AtomicInteger made = new AtomicInteger();

  Subordinates(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    return Thread.ofPlatform()
        .name(name + "-" + made.incrementAndGet())
        .daemon()
        .unstarted(
            () -> {
              stepBack();
              work.run();
            });
  }

  private static void stepBack() {
    if (SET_PRIORITY == null) {
      return;
    }
    try {
      int failed = (int) SET_PRIORITY.invokeExact(THREAD, 0, NICE);
      if (failed != 0) {
        LOG.log(System.Logger.Level.DEBUG, "The kernel lets no thread step back");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority takes three numbers", e);
    }
  }

  /** {@code int setpriority(int which, id_t who, int prio)}; null where it is not to be had. */
  @SuppressWarnings("restricted") // three numbers to a function of the C library
  private static @Nullable MethodHandle setPriority() {
    if (!PlatformDependent.normalizedOs().equals("linux")
        || !Subordinates.class.getModule().isNativeAccessEnabled()) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("setpriority")
        .map(
            address ->
                linker.downcallHandle(
                    address,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT)))
        .orElse(null);
  }
}
