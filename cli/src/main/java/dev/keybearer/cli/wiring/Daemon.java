package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.GatewayConfig;
import dev.keybearer.cli.config.HostPort;
import dev.keybearer.cli.config.ProofsConfig;
import dev.keybearer.cli.config.RouteConfig;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.gateway.admin.AdminServer;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.gateway.record.EventsToAll;
import dev.keybearer.gateway.revocation.RevocationDesk;
import dev.keybearer.gateway.revocation.RevocationList;
import dev.keybearer.gateway.revocation.StoredRevocationLog;
import dev.keybearer.gateway.revocation.Terms;
import dev.keybearer.gateway.sidecar.TokenFiles;
import dev.keybearer.gateway.stage.Pipeline;
import dev.keybearer.gateway.stage.Waiting;
import dev.keybearer.gateway.wire.Wire;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.renewal.SourceState;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Proofs;
import dev.keybearer.token.verification.Times;
import dev.keybearer.token.verification.Verifiers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with everything around it, made from a config and made over from another one while it
 * runs. Safe for use by many threads; one at a time makes it over.
 */
public final class Daemon implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

  /** Early ends are kept a month: a few minutes more are nothing. */
  private static final Duration SWEEP = Duration.ofMinutes(5);

  private final Path file;
  private final Parts parts;
  private final TokenStore store;
  private final Tidings tidings;
  private final Watch watch;
  private final TokenFiles files;
  private final Custody custody;
  private final Verifiers verifiers;
  private final RevocationDesk revocations;
  private final Plans plans;
  private final StreamRoom streams;
  private final Wire wire;
  private final AdminDoors admin;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("keybearer-sweep").factory());
  private volatile State state;

  private Daemon(Path file, Config config, Consumer<String> say, TimeSource time)
      throws IOException {
    requirePurpose(config);
    this.file = file;
    this.parts = Parts.of(config.vault(), time);
    this.store = Stores.open(config.store(), parts.secrecy(), say);
    Secret given = Stores.nameKey(config.store(), parts.secrecy());
    Secret nameKey = given == null ? Secret.random() : given;
    this.tidings = Tidings.open(config, parts);
    this.watch = Watch.open(config.log(), tidings, time);
    RevocationList list = RevocationList.of(time);
    Duration keep = config.revocations().keep();
    this.revocations = desk(list, nameKey, keep);
    Verifiers.Options judging =
        Verifiers.Options.STANDARD.withTime(time).withRevocations(list).withFingerprintKey(nameKey);
    this.verifiers =
        Verifiers.open(judging.withRecorder(watch.recorder()).withProofs(proofs(config.gateway())));
    this.files = TokenFiles.start(this::states, watch.files(), time);
    this.custody = new Custody(parts, sources(nameKey), () -> verifiers);
    this.plans = new Plans(parts, verifiers, custody::source, keep);
    custody.keep(custody.read(config));
    this.streams = new StreamRoom(parts, verifiers, custody::source, watch.streams());
    this.state = state(config);
    Waiting waiting = new Waiting(Waiting.MOST);
    this.wire = wire(new Pipeline(() -> state.calls().plan(), watch.calls(), waiting, time));
    watch.credentials(custody, verifiers, this::attached);
    watch.connections(wire, waiting);
    watch.revocations(revocations);
    watch.streams(streams::states);
    Operator operator =
        new Operator(
            new Operator.Wards(custody, streams),
            revocations,
            new Fingerprinter(nameKey),
            watch,
            this::reload);
    this.admin = AdminDoors.open(config.admin(), parts, operator, watch.acts());
    files.keep(config.tokenFiles());
  }

  private TokenSources sources(Secret nameKey) {
    return TokenSources.open(
        TokenSources.Options.STANDARD
            .withTime(parts.time())
            .withStore(store)
            .withRecorder(new EventsToAll(List.of(watch.recorder(), files)))
            .withFingerprintKey(nameKey));
  }

  private Wire wire(Pipeline pipeline) {
    return Wire.open(
        pipeline, Wire.Options.standard(), () -> state.calls().limits(), () -> state.calls().tls());
  }

  private State state(Config config) {
    return new State(config, CallSettings.of(config.gateway(), plans, parts));
  }

  private List<SourceState> states() {
    return custody.sources().states();
  }

  private RevocationDesk desk(RevocationList list, Secret nameKey, Duration keep) {
    var means =
        new RevocationDesk.Means(
            new Fingerprinter(nameKey),
            new IssuerEnds(parts, this::config),
            new Terms(keep, Times.STANDARD.ahead()),
            parts.time());
    return RevocationDesk.open(StoredRevocationLog.open(store), list, means);
  }

  /**
   * Opens what a config describes, and listens.
   *
   * @param file that the config was read from, and is read from again
   * @param say is told what the user should know, a line at a time
   * @throws WiringFailure when something cannot be used, with what to change
   */
  public static Daemon open(Path file, Config config, Consumer<String> say) {
    return open(file, config, say, TimeSource.system());
  }

  /** The same, living by another time. */
  public static Daemon open(Path file, Config config, Consumer<String> say, TimeSource time) {
    try {
      Daemon daemon = new Daemon(file, config, say, time);
      daemon.startOrClose();
      return daemon;
    } catch (IOException e) {
      throw new WiringFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private void startOrClose() {
    try {
      custody.warm(files::look);
      // It ends with the thread.
      var ignored =
          sweeper.scheduleWithFixedDelay(
              this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
      streams.use(streams.prepare(state.config())).orThrow();
      GatewayConfig gateway = state.config().gateway();
      if (gateway != null) {
        listen(gateway.listen());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void listen(HostPort listen) {
    try {
      wire.listen(Listening.address(listen));
    } catch (IOException e) {
      throw Listening.taken(e, "gateway.listen");
    }
  }

  /** Releases what ended tokens no longer need; the outermost place that sees that fail. */
  private void sweep() {
    try {
      revocations.sweep();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "early ends that count no more were not released", e);
    }
  }

  /** Whether calls come in: a config may have nothing but streams. */
  public boolean takesCalls() {
    return state.config().gateway() != null;
  }

  /** Where calls come in, where they do. */
  public InetSocketAddress listens() {
    return Objects.requireNonNull(wire.address());
  }

  /** The address of that, as it is typed. */
  public String listensAt() {
    return Listening.typed(listens(), state.calls().tls() != null);
  }

  /** The address where operators ask, as it is typed. */
  public String administersAt() {
    return Listening.typed(admin.address(), state.config().admin().tls() != null);
  }

  /** The files that it was made from: when one changes, it is to be made over. */
  public Collection<Path> files() {
    return ConfigFiles.of(file, state.config());
  }

  /** Where operators ask. */
  public InetSocketAddress administers() {
    return admin.address();
  }

  /**
   * Reads the config again and makes everything over from it: all of it, or nothing where that
   * cannot be done. A stream that cannot be opened does not run, and is named among the changes.
   *
   * @return what changed, for people
   * @throws WiringFailure when it cannot be used; then everything is as it was
   */
  public List<String> reload() {
    try {
      List<String> changes = reload(Config.load(file));
      watch.reloaded(changes);
      return changes;
    } catch (ConfigFailure e) {
      watch.refused(e.report().render(Paint.PLAIN));
      throw e;
    } catch (RuntimeException e) {
      watch.refused(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private synchronized List<String> reload(Config next) {
    State before = state;
    RestartOnly.refuse(before.config(), next);
    requirePurpose(next);
    memos().forEach(Memo::begin);
    Map<String, Credential> credentials = custody.read(next);
    custody.add(credentials);
    State after = state(next);
    AdminServer.Options asking = AdminSettings.of(next.admin(), parts);
    Tidings.Next telling = tidings.prepare(next);
    StreamRoom.Next listening = streams.prepare(next);
    List<String> changes;
    boolean moved = false;
    try {
      admin.prepare(asking);
      moved = relisten(before.config(), next);
      changes = new ArrayList<>(custody.keep(credentials));
    } catch (RuntimeException e) {
      listening.giveUp();
      if (moved) {
        moveBack(before.config(), next, e);
      }
      throw e;
    }
    state = after;
    admin.use(asking);
    tidings.use(telling);
    changes.addAll(streams.use(listening).all());
    memos().forEach(Memo::end);
    files.keep(next.tokenFiles());
    custody.warm(files::look);
    if (next.gateway() != null) {
      changes.add(next.gateway().routes().size() + " routes");
    }
    return changes;
  }

  private List<Memo<?, ?>> memos() {
    List<Memo<?, ?>> memos = new ArrayList<>(parts.memos());
    memos.addAll(plans.memos());
    memos.add(custody.memo());
    memos.add(streams.memo());
    return memos;
  }

  private static Proofs proofs(@Nullable GatewayConfig gateway) {
    if (gateway == null) {
      return Proofs.STANDARD;
    }
    ProofsConfig config = gateway.proofs();
    Proofs proofs = Proofs.STANDARD.withAge(config.age());
    return config.nonce() ? proofs.withNonces() : proofs;
  }

  /** Whether it listens elsewhere now; whether there is a gateway at all takes a restart. */
  private boolean relisten(Config before, Config next) {
    HostPort listen = next.gateway() == null ? null : next.gateway().listen();
    if (listen == null || before.gateway() == null || before.gateway().listen().equals(listen)) {
      return false;
    }
    listen(listen);
    return true;
  }

  private void moveBack(Config before, Config next, RuntimeException cause) {
    try {
      boolean _ = relisten(/* before= */ next, /* next= */ before);
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // somebody else has taken its place
    }
  }

  private static void requirePurpose(Config config) {
    if (config.gateway() == null && config.streams().isEmpty()) {
      throw new WiringFailure(
          "the config has neither gateway nor streams: add gateway with listen and routes, or"
              + " streams",
          null);
    }
  }

  /** How it stands with each stream. */
  public List<StreamState> streams() {
    return streams.states();
  }

  /** The credentials whose tokens calls need. */
  private Set<String> attached() {
    GatewayConfig gateway = state.config().gateway();
    List<RouteConfig> routes = gateway == null ? List.of() : gateway.routes();
    return routes.stream()
        .flatMap(route -> Stream.ofNullable(route.credential()))
        .map(Named::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is in use. */
  Config config() {
    return state.config();
  }

  /**
   * Takes no more calls, lets those under way end, and ends everything. May be called twice.
   *
   * @return whether all calls ended in time
   */
  public boolean drain() throws InterruptedException {
    boolean drained = wire.drain(state.calls().drain());
    close();
    return drained;
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    wire.close();
    admin.close();
    streams.close();
    verifiers.close();
    files.close();
    custody.close();
    tidings.close();
    watch.close();
    store.close();
  }

  /**
   * What counts at the moment.
   *
   * @param config that was read
   * @param calls how they are let through
   */
  private record State(Config config, CallSettings calls) {}
}
