package dev.keybearer.cli.config.source;

import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Node.Mapping;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Node.Sequence;
import dev.keybearer.cli.config.source.Node.Unusable;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the text of a file into nodes.
 *
 * <p>A config is a tree and says everything once: aliases, merge keys, tags and a second document
 * are problems. Without aliases the work is bounded by the length of the text.
 */
public final class Tree {
  /** Levels; no config needs ten. Bounds the recursion of everything that walks the nodes. */
  static final int DEEPEST = 32;

  private final Problems problems;
  private final Iterator<Event> events;

  private Tree(Problems problems, Iterator<Event> events) {
    this.problems = problems;
    this.events = events;
  }

  /**
   * The root of the document. What can be passed over is added to the problems and passed over.
   *
   * @throws ConfigFailure when there is no document, or the text is not YAML
   */
  public static Node read(Source source, Problems problems) {
    Span odd = source.oddCharacter();
    if (odd != null) {
      throw refused(problems, Problem.of(Kind.SYNTAX, "a control character", odd));
    }
    var settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(Source.LARGEST).build();
    try {
      return new Tree(problems, new ParserImpl(settings, new StreamReader(settings, source.text())))
          .document();
    } catch (YamlEngineException e) {
      throw refused(problems, Syntax.explain(e));
    }
  }

  private static ConfigFailure refused(Problems problems, Problem problem) {
    problems.hideValues();
    problems.add(problem);
    return problems.failure();
  }

  private Node document() {
    Node root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() != ID.DocumentStart) {
        continue;
      }
      if (root != null) {
        refuseSecond((DocumentStartEvent) event);
        return root;
      }
      root = node(events.next(), 0);
    }
    if (root == null || (root instanceof Scalar scalar && scalar.isNothing())) {
      throw refused(
          problems,
          Problem.of(Kind.EMPTY, "the file is empty", Span.START)
              .withHelp("a config begins with issuers: and credentials:"));
    }
    return root;
  }

  private void refuseSecond(DocumentStartEvent event) {
    Span span = span(event, event);
    problems.hide(new Span(span.line(), span.endColumn(), span.line() + 1, 1));
    problems.add(
        Problem.of(Kind.UNSUPPORTED, "the file holds several documents", span)
            .withLabel("the second one begins here")
            .withHelp("keep one config to a file"));
  }

  private Node node(Event event, int depth) {
    if (depth > DEEPEST) {
      throw refused(
          problems,
          Problem.of(
              Kind.TOO_LARGE,
              "nested more than " + DEEPEST + " levels deep",
              Span.at(mark(event.getStartMark()))));
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case AliasEvent alias -> alias(alias);
      case CollectionStartEvent start when start.getEventId() == ID.MappingStart ->
          mapping(start, depth);
      case CollectionStartEvent start -> sequence(start, depth);
      default -> throw new IllegalStateException("no node begins with " + event.getEventId());
    };
  }

  private Scalar scalar(ScalarEvent event) {
    Span span = span(event, event);
    refuseTag(event.getTag(), span);
    return new Scalar(span, event.getValue(), event.isPlain());
  }

  private Unusable alias(AliasEvent event) {
    Span span = span(event, event);
    problems.add(
        Problem.of(Kind.UNSUPPORTED, "a config has no aliases", span)
            .withHelp("write the value out here"));
    return new Unusable(span);
  }

  private Sequence sequence(CollectionStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != ID.SequenceEnd) {
      items.add(node(event, depth + 1));
      event = events.next();
    }
    Span span = span(start, event);
    refuseTag(start.getTag(), span);
    return new Sequence(span, List.copyOf(items));
  }

  private Mapping mapping(CollectionStartEvent start, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Event event = events.next();
    while (event.getEventId() != ID.MappingEnd) {
      Scalar key = key(node(event, depth + 1));
      Node value = node(events.next(), depth + 1);
      Entry first = key == null ? null : entries.putIfAbsent(key.text(), new Entry(key, value));
      if (key == null || first != null) {
        problems.hide(value.span());
      }
      if (key != null && first != null) {
        refuseTwice(key, first);
      }
      event = events.next();
    }
    Span span = span(start, event);
    refuseTag(start.getTag(), span);
    return new Mapping(span, Collections.unmodifiableMap(entries));
  }

  /** The key, or null when it is none that a config can have. */
  private @Nullable Scalar key(Node node) {
    if (!(node instanceof Scalar key)) {
      problems.hide(node.span());
      if (!(node instanceof Unusable)) {
        problems.add(
            Problem.of(Kind.UNSUPPORTED, "a key is " + node.noun(), node.span())
                .withHelp("write key: value"));
      }
      return null;
    }
    if (key.plain() && key.text().equals("<<")) {
      problems.add(
          Problem.of(Kind.UNSUPPORTED, "a config has no merge keys", key.span())
              .withHelp("write the keys out here"));
      return null;
    }
    return key;
  }

  private void refuseTwice(Scalar key, Entry first) {
    problems.add(
        Problem.of(Kind.DUPLICATE_KEY, "the key " + key.shown() + " stands twice", key.span())
            .withLabel("first on line " + first.key().span().line())
            .withHelp("remove one of the two"));
  }

  // The parser hands out "!" for a quoted scalar in some positions; only a written tag has a name.
  private void refuseTag(Optional<String> tag, Span span) {
    if (tag.isPresent() && !tag.get().equals("!")) {
      problems.add(
          Problem.of(Kind.UNSUPPORTED, "a config has no tags", span)
              .withHelp("remove " + Shown.quoted(tag.get())));
    }
  }

  private static Span span(Event first, Event last) {
    return Span.between(mark(first.getStartMark()), mark(last.getEndMark()));
  }

  // Marks are switched on, so that every event has them.
  private static Mark mark(Optional<Mark> mark) {
    return mark.orElseThrow();
  }
}
