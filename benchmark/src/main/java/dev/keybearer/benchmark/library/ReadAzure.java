package dev.keybearer.benchmark.library;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Walk;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

/**
 * Reads of azure-core: one {@link AccessTokenCache} for each credential, as its policy for bearer
 * tokens holds it.
 */
@State(Scope.Benchmark)
public class ReadAzure {
  /** How many credentials are read in turn. */
  @Param({"1", "100000"})
  public int credentials;

  private final TokenRequestContext asked = new TokenRequestContext().addScopes("api");
  private AccessTokenCache[] shuffled = {};

  /** Lets each get its token. */
  @Setup(Level.Trial)
  public void fill() {
    List<AccessTokenCache> order = new ArrayList<>();
    OffsetDateTime end = Canned.end().atOffset(ZoneOffset.UTC);
    for (int i = 0; i < credentials; i++) {
      AccessToken token = new AccessToken(Canned.token(i), end);
      TokenCredential credential = request -> Mono.just(token);
      AccessTokenCache cache = new AccessTokenCache(credential);
      cache.getTokenSync(asked, false);
      order.add(cache);
    }
    shuffled = Walk.shuffled(order).toArray(AccessTokenCache[]::new);
    System.gc(); // everything lies where a process that has run for a while has it
  }

  /** {@code getTokenSync}. */
  @Benchmark
  public AccessToken token(Walk walk) {
    return shuffled[walk.next(shuffled.length)].getTokenSync(asked, false);
  }
}
