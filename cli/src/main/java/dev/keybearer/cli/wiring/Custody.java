package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.verification.Verifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a daemon keeps, and their tokens' sources. One thread at a time reads a
 * config into it; many look.
 */
final class Custody implements AutoCloseable {
  /** Longer than an issuer takes to answer: a refresh token on its way is not given up. */
  private static final Duration HANDOVER = Duration.ofSeconds(15);

  private final TokenSources sources;
  private final Credentials credentials;
  private volatile Map<String, Held> held = Map.of();

  /**
   * Keeps credentials.
   *
   * @param verifiers check tokens on receipt where a credential asks for that
   */
  Custody(Parts parts, TokenSources sources, Supplier<Verifiers> verifiers) {
    this.sources = sources;
    this.credentials = new Credentials(parts, this::tokenOf, verifiers);
  }

  /** What the credentials of a config are; nothing changes yet. */
  Map<String, Credential> read(Config config) {
    Map<String, Credential> read = new LinkedHashMap<>();
    config.credentials().forEach((name, each) -> read.put(name, credentials.of(name, each)));
    return read;
  }

  /** Keeps those that are new as well; what is kept stays as it is. */
  void add(Map<String, Credential> wanted) {
    Map<String, Held> more = new LinkedHashMap<>(held);
    wanted.forEach((name, credential) -> more.computeIfAbsent(name, key -> taken(credential)));
    held = Map.copyOf(more);
  }

  /**
   * Keeps exactly these from now on. Those that are the same go on; calls that hold the source of
   * one that changed go on with its successor.
   *
   * @return what changed, for people
   */
  List<String> keep(Map<String, Credential> wanted) {
    List<String> changes = new ArrayList<>();
    Map<String, Held> next = new LinkedHashMap<>();
    add(wanted);
    Map<String, Held> before = held;
    wanted.forEach(
        (name, credential) -> {
          Held known = Objects.requireNonNull(before.get(name));
          next.put(name, succeeded(known, credential));
          if (!known.credential().equals(credential)) {
            changes.add("credential " + name + " changed");
          }
        });
    held = Map.copyOf(next);
    Set<String> gone = new HashSet<>(before.keySet());
    gone.removeAll(wanted.keySet());
    for (String name : gone) {
      release(Objects.requireNonNull(before.get(name)).credential());
      changes.add("credential " + name + " removed");
    }
    return changes;
  }

  private Held taken(Credential credential) {
    return new Held(credential, new LiveSource(sources.of(credential)));
  }

  private Held succeeded(Held known, Credential credential) {
    if (!known.credential().equals(credential)) {
      known
          .source()
          .replace(
              () -> {
                release(known.credential());
                return sources.of(credential);
              });
    }
    return new Held(credential, known.source());
  }

  private void release(Credential credential) {
    if (!sources.release(credential, HANDOVER)) {
      throw new WiringFailure(
          "credential "
              + credential.name()
              + " is being renewed and its issuer does not answer: reload once more",
          null);
    }
  }

  /** The credentials by name. */
  Map<String, Held> held() {
    return held;
  }

  /** Where the tokens of a credential come from, which is there. */
  TokenSource source(String name) {
    return Objects.requireNonNull(held.get(name), name).source();
  }

  /**
   * Has each look for its token, so that the first call finds one; failures are told as events.
   *
   * @param found is run each time when there is one
   */
  void warm(Runnable found) {
    held.forEach(
        (name, each) ->
            Thread.ofVirtual()
                .name("keybearer-warm-" + name)
                .start(
                    () -> {
                      if (warm(each.source()) != null) {
                        found.run();
                      }
                    }));
  }

  private static @Nullable Token warm(TokenSource source) {
    try {
      return source.get();
    } catch (TokenFailure e) {
      return null; // the source has told it, and goes on by itself
    }
  }

  /** All sources, for what is done to a credential. */
  TokenSources sources() {
    return sources;
  }

  /** What was made so far, and is kept as long as it is used. */
  Memo<?, ?> memo() {
    return credentials.memo();
  }

  @Override
  public void close() {
    sources.close();
  }

  private SecretSource tokenOf(String name) {
    return () -> Secret.of(source(name).get().value());
  }

  /** A credential and where its tokens come from. */
  record Held(Credential credential, LiveSource source) {}
}
