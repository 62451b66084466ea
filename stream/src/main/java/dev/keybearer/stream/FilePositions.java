package dev.keybearer.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positions in a folder, a file for each stream, replaced as a whole by a rename.
 *
 * <pre>
 *   keybearer position 1
 *   exact|running  2026-01-01T00:00:00Z
 *   topic TAB cursor                     each in base64url, a line for each topic
 * </pre>
 */
public final class FilePositions implements PositionStore {
  private static final String FIRST_LINE = "keybearer position 1";

  private final Path folder;

  private FilePositions(Path folder) {
    this.folder = folder;
  }

  /** Positions in a folder, which is made if it is missing. */
  public static FilePositions in(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unusable("the folder for positions, " + folder + ", cannot be made", e);
    }
    return new FilePositions(folder);
  }

  @Override
  public Position read(String stream) {
    Path file = file(stream);
    try {
      if (!Files.exists(file)) {
        return Position.START;
      }
      return parse(Files.readAllLines(file, StandardCharsets.UTF_8), file);
    } catch (IOException e) {
      throw unusable("the position of stream " + stream + " cannot be read from " + file, e);
    }
  }

  @Override
  public synchronized void write(String stream, Position position) {
    Path file = file(stream);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    ByteBuffer bytes = ByteBuffer.wrap(text(position).getBytes(StandardCharsets.UTF_8));
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      forceFolder();
    } catch (IOException e) {
      throw unusable("the position of stream " + stream + " cannot be written to " + file, e);
    }
  }

  /** A rename survives a power cut only when its folder is written. */
  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String text(Position position) {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    text.append(position.exact() ? "exact  " : "running  ").append(position.at()).append('\n');
    position
        .cursors()
        .forEach(
            (topic, cursor) ->
                text.append(hidden(topic)).append('\t').append(hidden(cursor)).append('\n'));
    return text.append("end\n").toString();
  }

  private static Position parse(List<String> lines, Path file) {
    if (lines.size() < 3
        || !lines.get(0).equals(FIRST_LINE)
        || !lines.get(lines.size() - 1).equals("end")) {
      throw unusable(file + " is no position; remove it to begin with the newest message", null);
    }
    try {
      String[] state = lines.get(1).split("  ", 2);
      Map<String, String> cursors = new HashMap<>();
      for (String line : lines.subList(2, lines.size() - 1)) {
        String[] parts = line.split("\t", 2);
        cursors.put(shown(parts[0]), shown(parts[1]));
      }
      return new Position(cursors, state[0].equals("exact"), Instant.parse(state[1]));
    } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw unusable(file + " is damaged; remove it to begin with the newest message", e);
    }
  }

  /** A name that is a file's name whatever a stream is called. */
  private Path file(String stream) {
    return folder.resolve(hidden(stream) + ".position");
  }

  private static String hidden(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static StreamFailure unusable(String what, @Nullable Exception cause) {
    return new StreamFailure(StreamFailure.Kind.POSITION_UNUSABLE, what, null, cause);
  }
}
