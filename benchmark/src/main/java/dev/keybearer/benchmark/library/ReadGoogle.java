package dev.keybearer.benchmark.library;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Walk;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads of google-auth-library-java: one {@link OAuth2Credentials} for each credential. */
@State(Scope.Benchmark)
public class ReadGoogle {
  private static final URI SERVICE = URI.create("https://service.example/");

  /** How many credentials are read in turn. */
  @Param({"1", "100000"})
  public int credentials;

  private OAuth2Credentials[] shuffled = {};

  /** Gives each its token. */
  @Setup(Level.Trial)
  public void fill() {
    List<OAuth2Credentials> order = new ArrayList<>();
    Date end = Date.from(Canned.end());
    for (int i = 0; i < credentials; i++) {
      order.add(OAuth2Credentials.create(new AccessToken(Canned.token(i), end)));
    }
    shuffled = Walk.shuffled(order).toArray(OAuth2Credentials[]::new);
    System.gc(); // everything lies where a process that has run for a while has it
  }

  /** The documented pair of {@code refreshIfExpired} and {@code getAccessToken}. */
  @Benchmark
  public @Nullable AccessToken token(Walk walk) throws IOException {
    OAuth2Credentials one = shuffled[walk.next(shuffled.length)];
    one.refreshIfExpired();
    return one.getAccessToken();
  }

  /** What its transports call: the header fields of a request. */
  @Benchmark
  public Map<String, List<String>> metadata(Walk walk) throws IOException {
    return shuffled[walk.next(shuffled.length)].getRequestMetadata(SERVICE);
  }
}
