package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a config file says.
 *
 * @param issuers by name
 * @param credentials by name
 * @param gateway what calls are let through, or null when none are
 * @param streams by name
 * @param admin where operators ask
 * @param store where tokens rest
 * @param vault where {@code vault:} references lead, or null when there are none
 * @param log where it is written down what happens
 * @param revocations what is remembered of tokens that were ended early
 * @param geo how addresses get a place, or null when they get none
 * @param signals who is sent events
 * @param traces where traces of calls go, or null when there are none
 */
public record Config(
    Map<String, IssuerConfig> issuers,
    Map<String, CredentialConfig> credentials,
    @Nullable GatewayConfig gateway,
    Map<String, StreamConfig> streams,
    AdminConfig admin,
    StoreConfig store,
    @Nullable VaultConfig vault,
    LogConfig log,
    RevocationsConfig revocations,
    @Nullable GeoConfig geo,
    List<SignalConfig> signals,
    @Nullable TracesConfig traces) {
  private static final Shape<Config> SHAPE = Members.shape();

  /**
   * Reads a file.
   *
   * @throws dev.keybearer.cli.config.source.ConfigFailure with everything that is wrong with it
   */
  public static Config load(Path file) {
    return read(Source.read(file));
  }

  /** The JSON Schema of config files, made from the same shapes that read them. */
  public static JsonSchema schema() {
    return SHAPE.schema().asDocument("keybearer.yaml");
  }

  /** The files in which a daemon keeps tokens, by the names of their credentials. */
  public Map<String, Path> tokenFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    credentials.forEach(
        (name, credential) -> {
          if (credential.tokenFile() != null) {
            files.put(name, credential.tokenFile());
          }
        });
    return files;
  }

  /** The environment variables in which secrets are kept, in use or not. */
  public Set<String> secretVariables() {
    return SecretVariables.of(this);
  }

  /** Adds that two would listen in one place; any free port is never the same. */
  private void checkPorts(Place atGateway) {
    if (gateway != null && gateway.listen().port() > 0 && gateway.listen().equals(admin.listen())) {
      Place place = atGateway.below(GatewayConfig.LISTEN);
      place.report(
          place
              .problem(Kind.CONFLICT, "is where admin listens")
              .withHelp("write another port here or under admin"));
    }
  }

  static Config read(Source source) {
    Problems problems = new Problems(source);
    Place root = Place.root(source, Tree.read(source, problems), problems);
    Config config = SHAPE.bind(root);
    if (config == null || !problems.isEmpty()) {
      throw problems.failure();
    }
    return config;
  }

  /** The sections. What others refer to comes before them. */
  private record Members(
      Key<Map<String, IssuerConfig>> issuers,
      Key<Map<String, CredentialConfig>> credentials,
      Key<@Nullable GatewayConfig> gateway,
      Key<Map<String, StreamConfig>> streams,
      Key<AdminConfig> admin,
      Key<@Nullable StoreConfig> store,
      Key<@Nullable VaultConfig> vault,
      Key<LogConfig> log,
      Key<RevocationsConfig> revocations,
      Key<@Nullable GeoConfig> geo,
      Key<List<SignalConfig>> signals,
      Key<@Nullable TracesConfig> traces) {
    static Shape<Config> shape() {
      var keys = Keys.of("A config of Keybearer.");
      Members members =
          new Members(
              keys.required(
                  "issuers",
                  Sections.ISSUERS.section(IssuerConfig.SHAPE),
                  "Authorization servers by name."),
              keys.defaulted(
                  "credentials",
                  Sections.CREDENTIALS.section(CredentialConfig.SHAPE),
                  "{}",
                  "Who we are at them, by name."),
              keys.optional("gateway", GatewayConfig.SHAPE, "What calls are let through."),
              keys.defaulted(
                  "streams",
                  Sections.STREAMS.section(StreamConfig.SHAPE),
                  "{}",
                  "What is listened to, by name."),
              keys.defaulted("admin", AdminConfig.SHAPE, "{}", "Where operators ask."),
              keys.optional("store", StoreConfig.SHAPE, "Where tokens rest between runs."),
              keys.optional(
                  VaultConfig.SECTION, VaultConfig.SHAPE, "Where vault: references lead."),
              keys.defaulted(
                  "log", LogConfig.SHAPE, "{}", "Where it is written down what happens."),
              keys.defaulted(
                  "revocations",
                  RevocationsConfig.SHAPE,
                  "{}",
                  "What is remembered of tokens that were ended early."),
              keys.optional("geo", GeoConfig.SHAPE, "How addresses get a place."),
              keys.defaulted("signals", ListOf.of(SignalConfig.SHAPE), "[]", "Who is sent events."),
              keys.optional("traces", TracesConfig.SHAPE, "Where traces of calls go."));
      keys.later("ledger");
      return keys.build(members::read);
    }

    private Config read(Fields in) {
      StoreConfig rest = in.get(store);
      Config made =
          new Config(
              in.get(issuers),
              in.get(credentials),
              in.get(gateway),
              in.get(streams),
              in.get(admin),
              rest == null ? new StoreConfig.Memory() : rest,
              in.get(vault),
              in.get(log),
              in.get(revocations),
              in.get(geo),
              in.get(signals),
              in.get(traces));
      SignalConfig.check(made.signals, in.at(signals));
      Exchanges.check(made.credentials, in.at(credentials));
      TokenFileSharing.check(made.credentials, in.at(credentials));
      StreamSharing.check(made, in.at(streams));
      made.checkPorts(in.at(gateway));
      return made;
    }
  }
}
