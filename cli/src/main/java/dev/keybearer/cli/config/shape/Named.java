package dev.keybearer.cli.config.shape;

/**
 * A value of the config together with the name it bears there.
 *
 * @param name its key in its section
 * @param value what the name stands for
 */
public record Named<T>(String name, T value) {}
