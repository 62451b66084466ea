package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Delivery;

/** What waits in line: a delivery, or a position that everything before it has reached. */
sealed interface Parcel {
  /** A delivery. */
  record Goods(Delivery delivery) implements Parcel {}

  /** Nothing more is under way up to this position of all topics. */
  record Mark(String cursor) implements Parcel {}
}
