/** Where addresses are: a database of MaxMind's form, read so that no damage in it does any. */
package dev.keybearer.gateway.place;
