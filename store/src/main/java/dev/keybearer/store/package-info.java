/** A token store in a SQLite database. */
package dev.keybearer.store;
