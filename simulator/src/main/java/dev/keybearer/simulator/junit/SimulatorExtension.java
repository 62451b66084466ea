package dev.keybearer.simulator.junit;

import dev.keybearer.simulator.MovableClock;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.SimulatedStream;
import dev.keybearer.simulator.World;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a world of their own: use it with {@code @ExtendWith} and take a {@link World}, a
 * {@link SimulatedIssuer} (called "corp"), a {@link SimulatedGenesys}, a {@link SimulatedStream}
 * (called "events") or a {@link MovableClock} as a parameter. A world asked for by a test or by
 * {@code @BeforeEach} lives as long as the test; one asked for by a constructor or by
 * {@code @BeforeAll} lives as long as the class, and its tests share it.
 */
@SuppressWarnings(
    "exports") // only tests that have JUnit use it; nobody else should need JUnit to compile
public final class SimulatorExtension
    implements ParameterResolver, AfterEachCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(SimulatorExtension.class);
  private static final Map<Class<?>, Function<World, Object>> PARTS =
      Map.of(
          World.class,
          world -> world,
          SimulatedIssuer.class,
          world -> world.issuer("corp"),
          SimulatedGenesys.class,
          World::genesys,
          SimulatedStream.class,
          world -> world.stream("events"),
          MovableClock.class,
          World::clock);

  /** An extension without a world yet. */
  public SimulatorExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARTS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Function<World, Object> part = PARTS.get(parameter.getParameter().getType());
    return part == null ? null : part.apply(world(context));
  }

  private static World world(ExtensionContext context) {
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    Opened known = store.get(Opened.class, Opened.class);
    if (known != null) {
      return known.world;
    }
    World fresh = World.open();
    store.put(Opened.class, new Opened(fresh, context.getUniqueId()));
    return fresh;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close(context);
  }

  /** Closes what this very context opened; a store also shows what an outer one did. */
  private static void close(ExtensionContext context) {
    Opened opened = context.getStore(NAMESPACE).get(Opened.class, Opened.class);
    if (opened != null && opened.owner.equals(context.getUniqueId())) {
      opened.world.close();
    }
  }

  /** A world and the id of the context it was opened for. */
  private record Opened(World world, String owner) {}
}
