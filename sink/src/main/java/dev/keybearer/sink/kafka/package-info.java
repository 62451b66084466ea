/** Brings what a stream delivers to a topic of Kafka; nothing else knows Kafka. */
package dev.keybearer.sink.kafka;
