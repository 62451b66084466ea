package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.CredentialConfig;
import dev.keybearer.cli.config.StoreConfig;
import dev.keybearer.cli.config.StreamConfig;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.renewal.SourceState;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.verification.Verifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The objects of one command: store, sources and credentials, made from its config. */
public final class Graph implements AutoCloseable {
  private final Config config;
  private final Credentials credentials;
  private final StreamPlans plans;
  private final Map<String, Credential> made = new ConcurrentHashMap<>();
  private final TokenStore store;
  private final TokenSources sources;
  private final Recorder recorder;
  private final ReentrantLock lock = new ReentrantLock(); // guards verifiers
  private @Nullable Verifiers verifiers;

  private Graph(Config config, Parts parts, TokenStore store, Recorder recorder) {
    this.config = config;
    this.credentials = new Credentials(parts, this::tokenOf, this::verifiers);
    this.plans = new StreamPlans(parts, this::verifiers);
    this.store = store;
    this.recorder = recorder;
    this.sources =
        TokenSources.open(TokenSources.Options.STANDARD.withStore(store).withRecorder(recorder));
  }

  /**
   * Opens what the config describes.
   *
   * @param say is told what the user should know, a line at a time
   */
  public static Graph open(Config config, Recorder recorder, Consumer<String> say) {
    Parts parts = Parts.of(config.vault());
    return new Graph(config, parts, Stores.open(config.store(), parts.secrecy(), say), recorder);
  }

  /** The credential of that name, which the config has. */
  public Credential credential(String name) {
    CredentialConfig known =
        Objects.requireNonNull(config.credentials().get(name), "a credential of the config");
    return made.computeIfAbsent(name, key -> credentials.of(key, known));
  }

  /** Where its tokens come from. */
  public TokenSource source(Credential credential) {
    return sources.of(credential);
  }

  /** The plans of a stream that the config has, one for most; they keep no positions. */
  public List<StreamPlan> plans(String name) {
    StreamConfig known =
        Objects.requireNonNull(config.streams().get(name), "a stream of the config");
    TokenSource source = source(credential(known.credential().name()));
    List<StreamPlan> all = new ArrayList<>();
    StreamPlans.shards(name, known, Map.of())
        .forEach((shard, each) -> all.add(plans.of(shard, each, config.store(), source)));
    return all;
  }

  /** How it stands with the sources that were asked for. */
  public List<SourceState> states() {
    return sources.states();
  }

  /** The environment variables in which its config keeps secrets. */
  public Set<String> secretVariables() {
    return config.secretVariables();
  }

  /** Whether tokens outlive this process. */
  public boolean keepsTokens() {
    return !(config.store() instanceof StoreConfig.Memory);
  }

  /** Where tokens rest. */
  public TokenStore store() {
    return store;
  }

  /** Ends everything; a renewal under way is waited for. */
  @Override
  public void close() {
    sources.close();
    lock.lock();
    try {
      if (verifiers != null) {
        verifiers.close();
      }
    } finally {
      lock.unlock();
    }
    store.close();
  }

  private SecretSource tokenOf(String name) {
    return () -> Secret.of(source(credential(name)).get().value());
  }

  /** Opened when the first token is to be verified: most commands verify none. */
  private Verifiers verifiers() {
    lock.lock();
    try {
      if (verifiers == null) {
        verifiers = Verifiers.open(Verifiers.Options.STANDARD.withRecorder(recorder));
      }
      return verifiers;
    } finally {
      lock.unlock();
    }
  }
}
