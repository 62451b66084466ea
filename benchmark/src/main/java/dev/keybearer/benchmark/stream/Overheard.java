package dev.keybearer.benchmark.stream;

import dev.keybearer.stream.provider.Dialect;
import dev.keybearer.stream.provider.Hearing;
import dev.keybearer.token.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dialect whose frames an account is told of before anything is made of them. */
record Overheard(Dialect spoken, Account account) implements Dialect {
  @Override
  public @Nullable String authenticate(Token token) {
    return spoken.authenticate(token);
  }

  @Override
  public List<String> subscribe(List<String> topics, Map<String, String> after) {
    return spoken.subscribe(topics, after);
  }

  @Override
  public @Nullable String ping() {
    return spoken.ping();
  }

  @Override
  public void read(String frame, Hearing hearing) {
    account.heard(frame);
    spoken.read(frame, hearing);
  }
}
