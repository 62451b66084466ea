package dev.keybearer.cli.config.shape;

import org.jspecify.annotations.Nullable;

/**
 * A part of a mapping that a shape asks its value of: one key, or a choice between sets of keys.
 */
public sealed interface Member<T extends @Nullable Object> permits Key, Choice {}
