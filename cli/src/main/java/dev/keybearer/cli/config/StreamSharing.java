package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for what streams cannot share, with one another and with the rest of a config. */
final class StreamSharing {
  private static final Pattern SHARD = Pattern.compile("(.+)\\.[0-9]+");

  private final Config config;
  private final Set<Path> files = new HashSet<>();

  private StreamSharing(Config config) {
    this.config = config;
  }

  /** Adds what is wrong between the streams of a config, its store and its log. */
  static void check(Config config, Place section) {
    StreamSharing sharing = new StreamSharing(config);
    for (Map.Entry<String, StreamConfig> each : config.streams().entrySet()) {
      sharing.check(each.getValue(), section.below(each.getKey()));
      sharing.checkShards(each.getKey(), section.below(each.getKey()));
    }
  }

  private void check(StreamConfig stream, Place at) {
    if (stream.buffer().lacksFolder() && config.store() instanceof StoreConfig.Memory) {
      Place buffer = at.below("buffer").below("when-full");
      buffer.report(
          buffer
              .problem(Kind.MISSING_KEY, "needs a folder")
              .withLabel("the store is in memory, so that there is none beside it")
              .withHelp("add folder: PATH, or a store that outlives the process"));
    }
    Place sinks = at.below("sinks");
    for (int i = 0; i < stream.sinks().size(); i++) {
      check(stream.sinks().get(i), sinks.item(i));
    }
  }

  /** A stream of many topics becomes several, whose names nobody else may have. */
  private void checkShards(String name, Place at) {
    Matcher shard = SHARD.matcher(name);
    StreamConfig whole = shard.matches() ? config.streams().get(shard.group(1)) : null;
    if (whole != null && whole.origin() instanceof StreamOrigin.Genesys) {
      at.report(
          at.problemAtKey(Kind.CONFLICT, "has a name that stream " + shard.group(1) + " may need")
              .withHelp("give it a name that does not end with a dot and a number"));
    }
  }

  private void check(SinkConfig sink, Place at) {
    if (sink instanceof SinkConfig.File file && !files.add(file.path())) {
      Place path = at.below(SinkConfig.File.KEY);
      path.report(
          path.problem(Kind.CONFLICT, "is where another sink writes")
              .withHelp("name another file: two would tear each other's lines"));
    }
    if (sink instanceof SinkConfig.Stdout && isLogged()) {
      at.report(
          at.problem(Kind.CONFLICT, "is where the log goes as well")
              .withHelp("add log: { entries: stderr }"));
    }
  }

  private boolean isLogged() {
    LogConfig log = config.log();
    return LogTarget.Stream.STDOUT.equals(log.entries())
        || LogTarget.Stream.STDOUT.equals(log.access())
        || LogTarget.Stream.STDOUT.equals(log.security());
  }
}
