package dev.keybearer.sink;

import dev.keybearer.sink.FileSink.Rotation;
import dev.keybearer.stream.Delivery;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes batches to a file until it is killed, and says the last number of each that is safe. */
final class KilledWriter {
  static final Rotation ROTATION = new Rotation(40_000, 1_000);

  private KilledWriter() {}

  public static void main(String[] arguments) throws IOException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    int number = Integer.parseInt(arguments[1]);
    try (FileSink sink = FileSink.open(Path.of(arguments[0]), ROTATION)) {
      while (number < 1_000_000) {
        List<Delivery> batch = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
          batch.add(Deliveries.message(number++));
        }
        sink.receive(batch);
        out.write(((number - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
