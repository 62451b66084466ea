/** Where deliveries wait for their receiver, and are handed to it. */
package dev.keybearer.stream.buffer;
