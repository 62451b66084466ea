package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a secret is to be found; a config never holds the secret itself. */
public sealed interface SecretReference {
  /** A reference. Whatever else stands in its place is taken for a secret and never shown. */
  Leaf<SecretReference> TYPE =
      Leaf.of(
          "a reference to a secret",
          JsonSchema.ofPattern("^((env|file|exec):.+|vault:[^/#]+/[^#]+#[^#]+)$"),
          SecretReference::read);

  private static SecretReference read(Scalar scalar, Place place) throws Unfit {
    SecretReference reference;
    try {
      reference = parse(scalar.text(), place);
    } catch (Unfit unfit) {
      place.hide();
      throw unfit;
    }
    if (reference instanceof Vault && !place.hasSection(VaultConfig.SECTION)) {
      throw Unfit.because("leads to Vault, and the config does not say where that is")
          .as(Kind.MISSING_KEY)
          .withHelp("add the section vault with its address");
    }
    return reference;
  }

  private static SecretReference parse(String text, Place place) throws Unfit {
    int colon = text.indexOf(':');
    String scheme = text.substring(0, Math.max(colon, 0));
    String rest = text.substring(colon + 1);
    if (rest.isBlank() || rest.lines().count() > 1) {
      throw plain("");
    }
    return switch (scheme) {
      case "env" -> environment(rest);
      case "file" -> new File(Texts.path(rest, place.folder()));
      case "exec" -> new Command(rest);
      case "vault" -> vault(rest);
      default ->
          throw plain(Suggestion.of(scheme + ":", List.of("env:", "file:", "exec:", "vault:")));
    };
  }

  private static Environment environment(String name) throws Unfit {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw Unfit.because("names no environment variable").withHelp("write env:NAME");
    }
    return new Environment(name);
  }

  private static Vault vault(String rest) throws Unfit {
    Matcher parts = Pattern.compile("([^/#]+)/([^#]+)#([^#]+)").matcher(rest);
    if (!parts.matches()) {
      throw Unfit.because("names no field in Vault").withHelp("write vault:mount/path#field");
    }
    return new Vault(parts.group(1), parts.group(2), parts.group(3));
  }

  private static Unfit plain(String guess) {
    return Unfit.because("is not a reference; secrets do not stand in a config")
        .as(Kind.PLAIN_SECRET)
        .withLabel(guess)
        .withHelp("write env:NAME, file:path, exec:command or vault:mount/path#field");
  }

  /**
   * An environment variable.
   *
   * @param name its name
   */
  record Environment(String name) implements SecretReference {}

  /**
   * The content of a file.
   *
   * @param path where it is
   */
  record File(Path path) implements SecretReference {}

  /**
   * What a command prints.
   *
   * @param command as written
   */
  record Command(String command) implements SecretReference {}

  /**
   * A field of a secret in Vault, KV version 2.
   *
   * @param mount of the engine
   * @param path of the secret below the mount
   * @param field of the secret
   */
  record Vault(String mount, String path, String field) implements SecretReference {}
}
