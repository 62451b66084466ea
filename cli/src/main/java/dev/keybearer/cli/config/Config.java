package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Tree;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a config file says.
 *
 * @param issuers by name
 * @param credentials by name
 * @param store where tokens rest
 * @param vault where {@code vault:} references lead, or null when there are none
 */
public record Config(
    Map<String, IssuerConfig> issuers,
    Map<String, CredentialConfig> credentials,
    StoreConfig store,
    @Nullable VaultConfig vault) {
  private static final Shape<Config> SHAPE = shape();

  private static Shape<Config> shape() {
    var keys = Keys.of("A config of Keybearer.");
    var issuers =
        keys.required(
            "issuers",
            Sections.ISSUERS.section(IssuerConfig.SHAPE),
            "Authorization servers by name.");
    var credentials =
        keys.defaulted(
            "credentials",
            Sections.CREDENTIALS.section(CredentialConfig.SHAPE),
            "{}",
            "Who we are at them, by name.");
    var store = keys.optional("store", StoreConfig.SHAPE, "Where tokens rest between runs.");
    var vault =
        keys.optional(VaultConfig.SECTION, VaultConfig.SHAPE, "Where vault: references lead.");
    keys.later("gateway", "streams", "admin", "ledger", "geo", "signals");
    return keys.build(
        in -> {
          StoreConfig rest = in.get(store);
          var made =
              new Config(
                  in.get(issuers),
                  in.get(credentials),
                  rest == null ? new StoreConfig.Memory() : rest,
                  in.get(vault));
          Exchanges.check(made.credentials, in.at(credentials));
          return made;
        });
  }

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

  static Config read(Source source) {
    Problems problems = new Problems(source);
    Place root = Place.root(source, Tree.read(source, problems), problems);
    Config config = SHAPE.bind(root);
    if (config == null || !problems.isEmpty()) {
      throw problems.failure();
    }
    return config;
  }
}
