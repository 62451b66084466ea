package dev.keybearer.cli.config.source;

/** How a report is set off: with colours, or plainly for pipes, files and {@code NO_COLOR}. */
public enum Paint {
  /** Letters only. */
  PLAIN {
    @Override
    String set(String code, String text) {
      return text;
    }
  },
  /** ECMA-48 colours. */
  COLOUR {
    @Override
    String set(String code, String text) {
      return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
  };

  /** What is wrong. */
  public String error(String text) {
    return set("1;31", text);
  }

  /** What is right. */
  public String good(String text) {
    return set("32", text);
  }

  /** What sums up. */
  public String strong(String text) {
    return set("1", text);
  }

  /** What only guides the eye. */
  public String faint(String text) {
    return set("2", text);
  }

  abstract String set(String code, String text);
}
