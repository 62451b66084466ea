package dev.keybearer.cli.wiring;

import dev.keybearer.gateway.record.Entry;
import dev.keybearer.gateway.record.Ledger;
import dev.keybearer.gateway.sidecar.TokenFiles;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Writes down, and counts, how tokens are written to files. */
final class TokenFileNotes implements TokenFiles.Told {
  private final AtomicLong failures = new AtomicLong();
  private final Ledger ledger;
  private final TimeSource time;

  TokenFileNotes(Ledger ledger, TimeSource time) {
    this.ledger = ledger;
    this.time = time;
  }

  /** How often a file could not be written. */
  long failures() {
    return failures.get();
  }

  @Override
  public void written(String credential, Path file, Token token) {
    append("TOKEN_FILE_WRITTEN", credential, file, Map.of("token", token.fingerprint().text()));
  }

  @Override
  public void failed(String credential, Path file, String words) {
    failures.incrementAndGet();
    append("TOKEN_FILE_FAILED", credential, file, Map.of("message", words));
  }

  private void append(String event, String credential, Path file, Map<String, String> more) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("file", file.toString());
    details.putAll(more);
    ledger.append(new Entry(time.wall(), event, credential, details));
  }
}
