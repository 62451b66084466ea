/** A config file as text: where things stand in it, what is wrong there, and how that is shown. */
package dev.keybearer.cli.config.source;
