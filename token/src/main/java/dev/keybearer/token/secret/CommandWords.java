package dev.keybearer.token.secret;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command into words at white space; single or double quotes keep a stretch together.
 *
 * <p>That is all: no shell reads it, so nothing is expanded and a backslash is a backslash.
 */
final class CommandWords {
  private static final int NONE = -1;

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int quote = NONE;

  private CommandWords() {}

  static List<String> split(String command) {
    CommandWords split = new CommandWords();
    command.chars().forEach(split::take);
    if (split.quote != NONE) {
      throw Secrets.malformed("'exec:' has a quote that does not end");
    }
    split.endWord();
    return split.words;
  }

  private void take(int c) {
    if (c == quote) {
      quote = NONE;
    } else if (quote == NONE && (c == '\'' || c == '"')) {
      quote = c;
      inWord = true;
    } else if (quote == NONE && Character.isWhitespace(c)) {
      endWord();
    } else {
      word.append((char) c);
      inWord = true;
    }
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
