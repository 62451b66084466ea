package dev.keybearer.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What a control request can change about a host, by the names used on the wire. */
final class ControlChanges {
  private final Map<String, BiConsumer<Habits, String>> habits = new TreeMap<>();

  ControlChanges() {
    habits.put("tokenLife", (habit, text) -> habit.tokenLife(Duration.parse(text)));
    habits.put("tokenForm", (habit, text) -> habit.tokenForm(TokenForm.valueOf(text)));
    habits.put("refreshTokens", (habit, text) -> habit.refreshTokens(RefreshTokens.valueOf(text)));
    habits.put("refreshGrace", (habit, text) -> habit.refreshGrace(Duration.parse(text)));
    habits.put("refreshLife", (habit, text) -> habit.refreshLife(Duration.parse(text)));
    habits.put("scopeRule", (habit, text) -> habit.scopeRule(ScopeRule.valueOf(text)));
    habits.put("idleTimeout", (habit, text) -> habit.idleTimeout(Duration.parse(text)));
    habits.put("expiresIn", Habits::expiresIn);
    habits.put("userApproves", Habits::userApproves);
    habits.put("userDenies", (habit, text) -> habit.userDenies());
  }

  /** Scripts {@code fault}, once or {@code times}, {@code always}, or for a {@code share}. */
  void script(Faults plan, Sent sent) {
    sent.onlyOf("at", "endpoint", "fault", "times", "always", "share");
    Fault fault = Fault.parse(sent.text("fault"));
    Endpoint endpoint = sent.has("endpoint") ? Endpoint.valueOf(sent.text("endpoint")) : null;
    if (sent.has("share")) {
      plan.scriptAlways(endpoint, fault, Double.parseDouble(sent.text("share")));
      return;
    }
    if (sent.isTrue("always")) {
      plan.scriptAlways(endpoint, fault, 1);
      return;
    }
    plan.scriptNext(endpoint, fault, sent.has("times") ? Integer.parseInt(sent.text("times")) : 1);
  }

  void habits(Habits changed, Sent sent) {
    List<String> known = new ArrayList<>(habits.keySet());
    known.add("at");
    sent.onlyOf(known.toArray(new String[0]));
    habits.forEach((name, change) -> sent.ifSent(name, text -> change.accept(changed, text)));
  }

  void client(RegisteredClient client, Sent sent) {
    sent.onlyOf("scopes", "redirectUris", "tokenLife", "audience", "disabled");
    if (sent.has("scopes")) {
      client.scopes(sent.texts("scopes"));
    }
    if (sent.has("redirectUris")) {
      client.redirectUris(sent.texts("redirectUris"));
    }
    sent.ifSent("tokenLife", text -> client.tokenLife(Duration.parse(text)));
    sent.ifSent("audience", client::audience);
    if (sent.isTrue("disabled")) {
      client.disable();
    } else {
      sent.ifSent("disabled", no -> client.enable());
    }
  }
}
