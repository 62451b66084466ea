package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node;
import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Node.Mapping;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Node.Sequence;
import dev.keybearer.cli.config.source.Node.Unusable;
import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Shown;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Span;
import java.nio.file.Path;
import java.util.Map;

/**
 * A node and the way to it: what a type needs to bind the node or to say what is wrong with it.
 * Used by one thread.
 */
public final class Place {
  private final Binding binding;
  private final String path;
  private final Span key;
  private final Node node;

  private Place(Binding binding, String path, Span key, Node node) {
    this.binding = binding;
    this.path = path;
    this.key = key;
    this.node = node;
  }

  /** The outermost place of a file. */
  public static Place root(Source source, Node node, Problems problems) {
    return new Place(new Binding(source, node, problems), "", Span.START, node);
  }

  /** What stands there. */
  public Node node() {
    return node;
  }

  /** What relative paths in the file are relative to. */
  public Path folder() {
    return binding.source().folder();
  }

  /** Whether the outermost mapping has a key. */
  public boolean hasSection(String name) {
    return binding.root() instanceof Mapping root && root.find(name) != null;
  }

  /** A problem with the node; the message goes on from the path to it. */
  public Problem problem(Kind kind, String message) {
    return Problem.of(kind, path() + " " + message, node.span());
  }

  /** The same, marking the key that leads to the node. */
  public Problem problemAtKey(Kind kind, String message) {
    return Problem.of(kind, path() + " " + message, key);
  }

  /** Adds a problem to those of the file. */
  public void report(Problem problem) {
    binding.problems().add(problem);
  }

  /** Whether a further problem would still be shown; if not, it need not be explained. */
  boolean isHeard() {
    return binding.problems().hasRoom();
  }

  /** What stands here may be a secret, and is not shown in any report. */
  public void hide() {
    binding.problems().hide(node.span());
  }

  /** The line of the file on which the node begins. */
  public int line() {
    return node.span().line();
  }

  /** The place a key leads to; this place itself when there is no such key. */
  public Place below(String name) {
    Entry entry = node instanceof Mapping mapping ? mapping.find(name) : null;
    return entry == null ? this : at(entry);
  }

  /** The place of an item of a list; this place itself when a single value stands for a list. */
  public Place item(int index) {
    return node instanceof Sequence list ? item(index, list.items().get(index)) : this;
  }

  /** The same place, as if a mapping stood there with nothing in it but the node under a key. */
  public Place asValueOf(String name) {
    Entry only = new Entry(new Scalar(node.span(), name, true), node);
    return new Place(binding, path, key, new Mapping(node.span(), Map.of(name, only)));
  }

  /** Reports that a mapping belongs here, unless what stands here has been reported already. */
  void refuseAsMapping(String of) {
    hide();
    if (node instanceof Scalar scalar && scalar.isNothing()) {
      report(problemAtKey(Kind.MISSING_KEY, "has no value").withLabel("should be a mapping " + of));
    } else if (!(node instanceof Unusable)) {
      report(problem(Kind.WRONG_TYPE, "is " + node.noun() + ", not a mapping " + of));
    }
  }

  Binding binding() {
    return binding;
  }

  Place at(Entry entry) {
    return new Place(
        binding, join(Shown.line(entry.key().text())), entry.key().span(), entry.value());
  }

  /** The place of a key rather than of what it leads to. */
  Place ofKey(Entry entry) {
    return new Place(
        binding, join(Shown.line(entry.key().text())), entry.key().span(), entry.key());
  }

  Place item(int index, Node item) {
    return new Place(binding, path() + "[" + index + "]", item.span(), item);
  }

  /** The place of a key that is left out, with what is understood then. */
  Place absent(String name, Node understood) {
    return new Place(binding, join(name), key, understood);
  }

  private String path() {
    return path.isEmpty() ? "the config" : path;
  }

  private String join(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
