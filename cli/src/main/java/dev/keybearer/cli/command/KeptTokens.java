package dev.keybearer.cli.command;

import dev.keybearer.cli.wiring.Graph;
import dev.keybearer.gateway.sidecar.TokenFile;
import dev.keybearer.gateway.sidecar.TokenFiles;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.renewal.SourceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Tokens that are kept fresh in files until it is closed, when the files are removed. */
final class KeptTokens implements AutoCloseable, TokenFiles.Told {
  private final Keybearer keybearer;
  private final List<TokenFile> written = new CopyOnWriteArrayList<>();
  private final TokenFiles files;
  private final Thread atExit = new Thread(this::remove, "keybearer-remove");
  private volatile @Nullable Graph graph;

  private KeptTokens(Keybearer keybearer) {
    this.keybearer = keybearer;
    this.files = TokenFiles.start(this::states, this, TimeSource.system());
    Runtime.getRuntime().addShutdownHook(atExit); // a signal that no command is there to hear
  }

  /**
   * Keeps them, all of which are there when this returns.
   *
   * @param paths of the files by the names of their credentials
   * @throws Misuse when a file cannot be written
   */
  static KeptTokens open(Keybearer keybearer, Map<String, Path> paths, Duration patience) {
    KeptTokens kept = new KeptTokens(keybearer);
    try {
      Graph graph = keybearer.graph(paths.keySet(), kept.files);
      kept.graph = graph;
      paths.forEach(
          (name, path) -> kept.write(graph.source(graph.credential(name)).get(patience), path));
      kept.files.keep(paths);
      return kept;
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  private void write(Token token, Path path) {
    TokenFile file = TokenFile.at(path);
    try {
      file.write(token);
      written.add(file);
    } catch (IOException e) {
      throw new Misuse("cannot keep a token in " + path + ": " + e.getMessage());
    }
  }

  private List<SourceState> states() {
    Graph open = graph;
    return open == null ? List.of() : open.states();
  }

  /** The environment variables that hold the secrets behind them. */
  Set<String> secretVariables() {
    Graph open = graph;
    return open == null ? Set.of() : open.secretVariables();
  }

  @Override
  public void written(String credential, Path file, Token token) {}

  @Override
  public void failed(String credential, Path file, String words) {
    keybearer.say(
        "the token of "
            + credential
            + " could not be kept in "
            + file
            + ", trying again: "
            + words);
  }

  @Override
  public void close() {
    files.close();
    remove(); // before what may take its time
    Graph open = graph;
    if (open != null) {
      open.close();
    }
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      return; // it runs, and finds nothing left to do
    }
  }

  private void remove() {
    for (TokenFile file : written) {
      try {
        file.remove();
      } catch (IOException e) {
        keybearer.say("the token in " + file.path() + " could not be removed: " + e.getMessage());
      }
    }
  }
}
