/** The config as immutable records, and the shapes that bind and describe them. */
package dev.keybearer.cli.config;
