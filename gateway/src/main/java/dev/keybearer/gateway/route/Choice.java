package dev.keybearer.gateway.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The routes of one pattern, of which the method chooses one. Immutable; choosing allocates
 * nothing.
 */
final class Choice<T> {
  private final String[] methods;
  private final List<Routing.To<T>> ways;
  private final Routing.NoMethod<T> noMethod;

  private Choice(Map<String, Routing.To<T>> byMethod) {
    this.methods = byMethod.keySet().toArray(String[]::new);
    this.ways = List.copyOf(byMethod.values());
    this.noMethod = new Routing.NoMethod<>(allow(methods));
  }

  /** Routes of which no two have a method in common. */
  static <T> Choice<T> of(List<Route<T>> routes) {
    Map<String, Routing.To<T>> byMethod = new TreeMap<>();
    for (Route<T> route : routes) {
      Routing.To<T> way = new Routing.To<>(route);
      route.match().methods().forEach(method -> byMethod.put(method, way));
    }
    return new Choice<>(byMethod);
  }

  /** Where a call of this method goes; methods are compared exactly, and HEAD needs GET. */
  Routing<T> of(String method) {
    String needed = method.equals("HEAD") ? "GET" : method;
    for (int i = 0; i < methods.length; i++) {
      if (methods[i].equals(needed)) {
        return ways.get(i);
      }
    }
    return noMethod;
  }

  private static String allow(String[] methods) {
    List<String> allowed = new ArrayList<>();
    for (String method : methods) {
      allowed.add(method);
      if (method.equals("GET")) {
        allowed.add("HEAD");
      }
    }
    return String.join(", ", allowed);
  }
}
