package dev.keybearer.benchmark.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Programs of this machine. */
public final class Programs {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  /** Where daemons are, which is not on everybody's path. */
  private static final String DAEMONS = "/usr/sbin";

  private Programs() {}

  /** Whether there is one with this name. */
  public static boolean has(String name) {
    return find(name) != null;
  }

  /** The path of one. */
  public static String path(String name) {
    Path found = find(name);
    if (found == null) {
      throw new IllegalStateException(name + " is not installed");
    }
    return found.toString();
  }

  private static @Nullable Path find(String name) {
    String path = System.getenv("PATH");
    String all = path == null ? DAEMONS : path + File.pathSeparator + DAEMONS;
    return SEPARATOR
        .splitAsStream(all)
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
