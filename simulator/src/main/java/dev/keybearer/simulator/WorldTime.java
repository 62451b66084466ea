package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Timeline;

/**
 * The time of a world.
 *
 * @param clock tells it
 * @param timeline does things when it has come
 */
record WorldTime(MovableClock clock, Timeline timeline) {}
