/** Threads that work behind everybody's back: alarms, and events on their way to a recorder. */
package dev.keybearer.token.background;
