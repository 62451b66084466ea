package dev.keybearer.token.file;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Where a store rests and what time it is there.
 *
 * @param directory the directory that belongs to the store alone
 * @param disk what the directory is reached through
 * @param clock dates announcements and files that are put aside
 */
record Place(Path directory, Disk disk, InstantSource clock) {}
