package dev.keybearer.token.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test of a run the same Keycloak, running; it ends with the run. Where the build has
 * unpacked none the tests are skipped.
 */
public final class KeycloakRun implements ExecutionCondition, ParameterResolver {
  private static final String HOME = "keycloak.home";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return System.getProperty(HOME) == null
        ? ConditionEvaluationResult.disabled("no Keycloak is unpacked: run mvn verify")
        : ConditionEvaluationResult.enabled("");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Keycloak.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Keycloak keycloak =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .computeIfAbsent(
                Keycloak.class,
                type -> Keycloak.prepared(Path.of(System.getProperty(HOME))),
                Keycloak.class);
    assertThat(Runtime.version().feature())
        .as("the runtime that the build says")
        .isEqualTo(Integer.getInteger("keybearer.expected-jdk"));
    keycloak.start();
    return keycloak;
  }
}
