package dev.keybearer.token.file;

/** A file or row that was read but is not what the store wrote there last. */
public final class Distrusted extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Says that something is not trusted for the reason. */
  public Distrusted(Reason reason) {
    super(reason.found);
    this.reason = reason;
  }

  /** Why it is not trusted. */
  public Reason reason() {
    return reason;
  }

  /** Why a file or row is not trusted. */
  public enum Reason {
    /** There is nothing in it. */
    EMPTY("empty", "it is empty"),
    /** It has not the form of its format. */
    MALFORMED("malformed", "it is no file of this format, or cut short"),
    /** A newer program wrote it. */
    NEWER("newer-format", "it was written by a newer version of this program"),
    /** It is sealed under a key that was not given. */
    FOREIGN("foreign-key", "it is sealed under a key that was not given"),
    /** It was changed after it was sealed. */
    ALTERED("altered", "its seal does not match: it was changed after it was written"),
    /** Another store sealed it. */
    STRANGE("other-store", "it was sealed by another store"),
    /** It was sealed for another name. */
    MISPLACED("misplaced", "it was sealed for another name"),
    /** It is genuine, but not the last write. */
    OUTDATED("outdated", "it is not the one that was written last: an older one was put back"),
    /** It is genuine, but nothing should rest there. */
    UNLISTED("unlisted", "its item was forgotten, or was never kept here");

    private final String slug;
    private final String found;

    Reason(String slug, String found) {
      this.slug = slug;
      this.found = found;
    }

    /** The reason as part of a file name. */
    public String slug() {
      return slug;
    }

    /** The reason as part of a sentence. */
    public String found() {
      return found;
    }
  }
}
