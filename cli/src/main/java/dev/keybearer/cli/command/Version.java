package dev.keybearer.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    try (InputStream in = Version.class.getResourceAsStream("version")) {
      String number = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return new String[] {"keybearer " + number.strip()};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
