package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Looks for credentials that would keep their tokens in one file. */
final class TokenFileSharing {
  private TokenFileSharing() {}

  static void check(Map<String, CredentialConfig> credentials, Place section) {
    Map<Path, String> known = new HashMap<>();
    credentials.forEach(
        (name, credential) -> {
          Path file = credential.tokenFile();
          String same = file == null ? null : known.putIfAbsent(file, name);
          if (same != null) {
            Place place = section.below(name).below(CredentialConfig.TOKEN_FILE);
            place.report(
                place
                    .problem(Kind.CONFLICT, "is where credential " + same + " keeps its token")
                    .withHelp("name another file"));
          }
        });
  }
}
