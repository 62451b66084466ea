package dev.keybearer.gateway.wire;

import dev.keybearer.token.TimeSource;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of upstreams. Looking one up blocks, so that it is done on a thread of its own;
 * known ones are used meanwhile, and as long as looking up fails. Safe for use by many threads.
 */
final class Addresses {
  /** With the platform's own half a minute a new address is used within one (F10). */
  static final Duration FRESH = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(Addresses.class.getName());

  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
  private final Lookup lookup;
  private final TimeSource time;

  Addresses(Lookup lookup, TimeSource time) {
    this.lookup = lookup;
    this.time = time;
  }

  /**
   * Hands over an address of a host, null when it has none; at once when one is known, else on
   * another thread.
   */
  void find(String host, Consumer<@Nullable InetAddress> then) {
    if (isLiteral(host)) {
      then.accept(literal(host));
      return;
    }
    Known entry = known.get(host);
    if (entry == null) {
      Thread.ofVirtual().name("keybearer-lookup").start(() -> then.accept(lookUp(host)));
      return;
    }
    if (entry.isDue(time.nanos())) {
      known.put(host, entry.at(time.nanos())); // one looks up, and not everybody
      Thread.ofVirtual().name("keybearer-lookup").start(() -> lookUp(host));
    }
    then.accept(entry.address());
  }

  private static boolean isLiteral(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(host));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 octets is one", e);
    }
  }

  private @Nullable InetAddress lookUp(String host) {
    try {
      InetAddress found = lookup.find(host);
      known.put(host, new Known(found, time.nanos()));
      return found;
    } catch (UnknownHostException e) {
      Known before = known.get(host);
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} has no address now; {1}",
          host,
          before == null ? "calls to it fail" : "its last one stays in use");
      return before == null ? null : before.address();
    }
  }

  /** Looks up an address. */
  @FunctionalInterface
  interface Lookup {
    /** An address of a host; may block. */
    InetAddress find(String host) throws UnknownHostException;
  }

  private record Known(InetAddress address, long since) {
    boolean isDue(long now) {
      return now - since >= FRESH.toNanos();
    }

    Known at(long now) {
      return new Known(address, now);
    }
  }
}
