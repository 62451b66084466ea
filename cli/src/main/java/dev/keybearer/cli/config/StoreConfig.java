package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import java.nio.file.Path;
import java.util.Map;

/** Where tokens rest between runs. */
public sealed interface StoreConfig {
  /** The store section. */
  Shape<StoreConfig> SHAPE = shape();

  private static Shape<StoreConfig> shape() {
    var keys = Keys.of("Where tokens rest between runs; left out: in memory, for one run.");
    var kind =
        keys.required(
            "kind", Words.of(Kind.values()).later("postgres", "vault"), "What they rest in.");
    var store =
        keys.choose(
            kind,
            Map.of(Kind.SQLITE, Sqlite.SHAPE, Kind.FILE, File.SHAPE, Kind.MEMORY, Memory.SHAPE));
    return keys.build(in -> in.get(store));
  }

  /** The kinds of store. */
  enum Kind implements Word {
    /** A SQLite database. */
    SQLITE,
    /** A sealed file. */
    FILE,
    /** Nothing that outlives the process. */
    MEMORY
  }

  /**
   * Sealed rows in a SQLite database.
   *
   * @param path of the folder of the database
   * @param key that seals them
   */
  record Sqlite(Path path, SecretReference key) implements StoreConfig {
    private static final Shape<Sqlite> SHAPE = shape();

    private static Shape<Sqlite> shape() {
      var keys = Keys.of("Tokens in a SQLite database, sealed.");
      var path = keys.required("path", Texts.PATH, "Where the folder of the database is.");
      var key = keys.required("key", SecretReference.TYPE, "The key that seals them.");
      return keys.build(in -> new Sqlite(in.get(path), in.get(key)));
    }
  }

  /**
   * Sealed files in a folder.
   *
   * @param path of the folder
   * @param key that seals them
   */
  record File(Path path, SecretReference key) implements StoreConfig {
    private static final Shape<File> SHAPE = shape();

    private static Shape<File> shape() {
      var keys = Keys.of("Tokens in a sealed file.");
      var path = keys.required("path", Texts.PATH, "Where the file is.");
      var key = keys.required("key", SecretReference.TYPE, "The key that seals it.");
      return keys.build(in -> new File(in.get(path), in.get(key)));
    }
  }

  /** Memory of the process. */
  record Memory() implements StoreConfig {
    private static final Shape<Memory> SHAPE =
        Keys.of("Tokens in memory.").build(in -> new Memory());
  }
}
