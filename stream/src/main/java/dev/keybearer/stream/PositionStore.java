package dev.keybearer.stream;

/** Where the positions of streams rest between runs. Safe for use by many threads. */
public interface PositionStore {
  /** A store that keeps nothing: every start is from now. */
  PositionStore NONE =
      new PositionStore() {
        @Override
        public Position read(String stream) {
          return Position.START;
        }

        @Override
        public void write(String stream, Position position) {
          // Kept nowhere, as its name says.
        }
      };

  /**
   * The position of a stream, {@link Position#START} when there is none.
   *
   * @throws StreamFailure when what rests there cannot be read
   */
  Position read(String stream);

  /**
   * Puts a position in the place of the one that rests there; returns when it would survive a power
   * cut.
   *
   * @throws StreamFailure when it cannot
   */
  void write(String stream, Position position);
}
