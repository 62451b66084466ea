package dev.keybearer.token.file;

/** A file that was read but is not what the store wrote there last. */
final class Distrusted extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  Distrusted(Reason reason) {
    super(reason.found);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** Why a file is not trusted. */
  enum Reason {
    EMPTY("empty", "it is empty"),
    MALFORMED("malformed", "it is no file of this format, or cut short"),
    NEWER("newer-format", "it was written by a newer version of this program"),
    FOREIGN("foreign-key", "it is sealed under a key that was not given"),
    ALTERED("altered", "its seal does not match: it was changed after it was written"),
    STRANGE("other-store", "it was sealed by another store"),
    MISPLACED("misplaced", "it was sealed for another name"),
    OUTDATED("outdated", "it is not the one that was written last: an older one was put back"),
    UNLISTED("unlisted", "its item was forgotten, or was never kept here");

    private final String slug;
    private final String found;

    Reason(String slug, String found) {
      this.slug = slug;
      this.found = found;
    }

    /** The reason as part of a file name. */
    String slug() {
      return slug;
    }

    /** The reason as part of a sentence. */
    String found() {
      return found;
    }
  }
}
