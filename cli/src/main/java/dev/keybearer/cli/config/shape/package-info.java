/**
 * Shapes: what a config file may hold, declared once and used twice, to bind it and to describe it.
 *
 * <p>A record declares its {@link dev.keybearer.cli.config.shape.Shape} with {@link
 * dev.keybearer.cli.config.shape.Keys}; a {@link dev.keybearer.cli.config.shape.Type} is a leaf, a
 * list, a map of names or again a shape.
 */
package dev.keybearer.cli.config.shape;
