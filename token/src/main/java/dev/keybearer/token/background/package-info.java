/** Work behind everybody's back: alarms, pauses, and events on their way to a recorder. */
package dev.keybearer.token.background;
