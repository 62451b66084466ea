/** The commands, and what they have in common. */
package dev.keybearer.cli.command;
