package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Delivery;

/** What waits in line: a delivery, or a position. */
sealed interface Parcel {
  /** A delivery. */
  record Goods(Delivery delivery) implements Parcel {}

  /** Nothing more is under way up to this position of all topics. */
  record Mark(String cursor) implements Parcel {}

  /** A topic is listened to for the first time, behind this position. */
  record Beginning(String topic, String cursor) implements Parcel {}
}
