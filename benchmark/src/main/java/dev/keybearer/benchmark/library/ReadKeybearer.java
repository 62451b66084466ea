package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Walk;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads of Keybearer's sources: with the source at hand, and with only the credential at hand. */
@State(Scope.Benchmark)
public class ReadKeybearer {
  /** How many credentials are read in turn. */
  @Param({"1", "100000"})
  public int credentials;

  private final TokenSources sources =
      TokenSources.open(TokenSources.Options.STANDARD.withStore(Canned.store()));
  private Credential[] shuffled = {};
  private TokenSource[] sourcesOfShuffled = {};

  /** Fills every source with a token that outlives the run. */
  @Setup(Level.Trial)
  public void fill() {
    Credential[] made = Fleet.of(Fleet.issuer(URI.create("http://127.0.0.1:1/token")), credentials);
    for (Credential credential : made) {
      sources.of(credential).get();
    }
    List<Credential> order = Walk.shuffled(new ArrayList<>(Arrays.asList(made)));
    shuffled = order.toArray(Credential[]::new);
    sourcesOfShuffled = order.stream().map(sources::of).toArray(TokenSource[]::new);
    System.gc(); // everything lies where a process that has run for a while has it
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    sources.close();
  }

  /** {@code source.get()}. */
  @Benchmark
  public Token source(Walk walk) {
    return sourcesOfShuffled[walk.next(sourcesOfShuffled.length)].get();
  }

  /** {@code sources.of(credential).get()}. */
  @Benchmark
  public Token lookup(Walk walk) {
    return sources.of(shuffled[walk.next(shuffled.length)]).get();
  }
}
