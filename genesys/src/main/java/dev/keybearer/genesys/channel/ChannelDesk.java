package dev.keybearer.genesys.channel;

import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.StreamFailure.Kind;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Dialled;
import dev.keybearer.stream.provider.Endpoint;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JdkExchange;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Channels for the connections of streams: a new one for each, as long as that takes none from
 * anybody else.
 *
 * <pre>
 *   a connection was lost,     the channel it had, up to ten times, when its token is still the same
 *   or never came about
 *   otherwise                  a new channel, when the client has fewer than its twenty
 *   no channel can be had      in the place of a connection that still listens: its channel, with a gap
 *                              else: nothing, and tried again later
 * </pre>
 *
 * <p>A channel that a stream has left for another is left without topics. Safe for use by many
 * threads.
 */
public final class ChannelDesk implements Endpoint {
  /** The 21st channel of a client evicts the one that was used longest ago. */
  private static final int BUDGET = 20;

  /** A channel that needs so many connections has something the matter with it. */
  private static final int REUSES = 10;

  private final ChannelApi api;
  private final Consumer<ChannelWarning> warnings;
  private final Semaphore creating = new Semaphore(1, true); // a count holds until the next is made
  private final Map<String, Held> held = new HashMap<>(); // by channel id; guarded by this

  private ChannelDesk(ChannelApi api, Consumer<ChannelWarning> warnings) {
    this.api = api;
    this.warnings = warnings;
  }

  /** A desk at this host of the API, which logs what it warns of. */
  public static ChannelDesk at(URI api) {
    System.Logger log = System.getLogger(ChannelDesk.class.getName());
    return at(
        api, warning -> log.log(System.Logger.Level.WARNING, warning + ": " + warning.meaning()));
  }

  /** A desk at this host of the API that tells somebody what it warns of. */
  public static ChannelDesk at(URI api, Consumer<ChannelWarning> warnings) {
    return at(api, warnings, JdkExchange.of());
  }

  static ChannelDesk at(URI api, Consumer<ChannelWarning> warnings, Exchange exchange) {
    Issuer.requirePrivate(api);
    return new ChannelDesk(new ChannelApi(api, exchange, TimeSource.system()), warnings);
  }

  @Override
  public Dialled dial(Attempt attempt) {
    Token token = attempt.token();
    Channel free = free(attempt.stream(), token);
    if (free != null) {
      try {
        return kept(free, attempt);
      } catch (StreamFailure e) {
        if (e.kind() != Kind.GONE) {
          throw e;
        }
      }
    }
    Channel channel = create(token);
    if (channel != null) {
      return kept(channel, attempt);
    }
    Dialled replaced = attempt.replaced();
    Channel same = replaced == null ? null : channelAt(replaced.uri());
    if (same == null) {
      throw new StreamFailure(
          Kind.CROWDED,
          "all "
              + BUDGET
              + " channels of this client are in use, and none is created that would evict one:"
              + " close some, or use another client");
    }
    return dialled(same, attempt, true);
  }

  /** A new channel, null when it would evict one. */
  private @Nullable Channel create(Token token) {
    creating.acquireUninterruptibly();
    try {
      int used = api.count(token);
      if (used >= BUDGET) {
        warnings.accept(ChannelWarning.BUDGET_SPENT);
        return null;
      }
      if (used == BUDGET - 1) {
        warnings.accept(ChannelWarning.BUDGET_NEARLY_SPENT);
      }
      return api.create(token);
    } finally {
      creating.release();
    }
  }

  /** What fails at a channel that is there leaves it to the next attempt. */
  private Dialled kept(Channel channel, Attempt attempt) {
    try {
      return dialled(channel, attempt, false);
    } catch (StreamFailure e) {
      if (e.kind() == Kind.GONE) {
        forget(channel);
      } else {
        leave(channel, attempt);
      }
      throw e;
    }
  }

  private Dialled dialled(Channel channel, Attempt attempt, boolean displaces) {
    Map<String, String> rejected = api.subscribe(channel, attempt.topics(), attempt.token());
    List<String> confirmed =
        attempt.topics().stream().map(Topic::name).filter(t -> !rejected.containsKey(t)).toList();
    long holder = hold(channel, attempt);
    return new Dialled(
        channel.address(),
        Map.of(),
        false,
        displaces,
        confirmed,
        rejected,
        () -> release(channel, holder, attempt.token()));
  }

  private synchronized long hold(Channel channel, Attempt attempt) {
    Held before = held.get(channel.id());
    int uses = before == null ? 0 : before.uses + 1;
    Channel lives = new Channel(channel.id(), channel.address(), attempt.token().fingerprint());
    held.put(channel.id(), new Held(lives, holder(attempt), uses, true));
    return attempt.generation();
  }

  private synchronized void leave(Channel channel, Attempt attempt) {
    Held before = held.get(channel.id());
    Held now = before == null ? new Held(channel, holder(attempt), 0, false) : before.free();
    held.put(channel.id(), now);
  }

  private static Holder holder(Attempt attempt) {
    Dialled replaced = attempt.replaced();
    return new Holder(
        attempt.stream(), attempt.generation(), replaced == null ? null : replaced.uri());
  }

  /** A connection is done with its channel, unless another has it by now. */
  private void release(Channel channel, long holder, Token token) {
    if (let(channel, holder)) {
      api.clear(channel, token);
    }
  }

  /** Whether nobody needs the channel any more; one that may be used again is kept as it is. */
  private synchronized boolean let(Channel channel, long holder) {
    Held now = held.get(channel.id());
    if (now == null || now.holder.generation != holder) {
      return false;
    }
    URI address = now.channel.address();
    boolean successor =
        held.values().stream()
            .anyMatch(
                other ->
                    !other.equals(now) && other.taken && address.equals(other.holder.replaces));
    if (successor || now.uses >= REUSES) {
      held.remove(channel.id());
      return true;
    }
    held.put(channel.id(), now.free());
    return false;
  }

  /**
   * A channel this stream had and lost, taken from now on; one that lives by another token is soon
   * none.
   */
  private synchronized @Nullable Channel free(String stream, Token token) {
    held.values()
        .removeIf(
            each -> each.isFreeFor(stream) && !each.channel.token().equals(token.fingerprint()));
    for (Map.Entry<String, Held> each : held.entrySet()) {
      Held lost = each.getValue();
      if (lost.isFreeFor(stream)) {
        each.setValue(lost.take());
        return lost.channel;
      }
    }
    return null;
  }

  private synchronized void forget(Channel channel) {
    held.remove(channel.id());
  }

  private synchronized @Nullable Channel channelAt(URI address) {
    for (Held each : held.values()) {
      if (each.channel.address().equals(address)) {
        return each.channel;
      }
    }
    return null;
  }

  /**
   * Who has a channel.
   *
   * @param uses connections after the first
   * @param taken whether a connection has it now, or is to
   */
  private record Held(Channel channel, Holder holder, int uses, boolean taken) {
    private boolean isFreeFor(String stream) {
      return !taken && holder.stream.equals(stream);
    }

    private Held free() {
      return new Held(channel, holder, uses, false);
    }

    private Held take() {
      return new Held(channel, holder, uses, true);
    }
  }

  /**
   * Which connection.
   *
   * @param replaces the address of the one that it takes the place of, null for none
   */
  private record Holder(String stream, long generation, @Nullable URI replaces) {}
}
