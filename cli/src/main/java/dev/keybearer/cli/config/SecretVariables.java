package dev.keybearer.cli.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables in which a config keeps secrets, wherever it speaks of them. Sections
 * are gone through by what they are made of, so that one that comes later is not forgotten here.
 */
final class SecretVariables {
  private final Set<String> names = new TreeSet<>();

  private SecretVariables() {}

  static Set<String> of(Config config) {
    SecretVariables found = new SecretVariables();
    found.look(config);
    return found.names;
  }

  private void look(@Nullable Object part) {
    switch (part) {
      case SecretReference.Environment variable -> names.add(variable.name());
      case Iterable<?> parts when !(part instanceof Path) -> parts.forEach(this::look);
      case Map<?, ?> parts -> parts.values().forEach(this::look);
      case Record section -> lookInto(section);
      case null, default -> {}
    }
  }

  private void lookInto(Record section) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true); // sections may be private to their readers
        look(component.getAccessor().invoke(section));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a section of the config cannot be read", e);
      }
    }
  }
}
