package io.quacklake.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of an object.
 *
 * @param modified the epoch where the store does not say
 * @param tag changes whenever the content does; null where the store has none
 */
public record ObjectInfo(String location, long size, Instant modified, @Nullable String tag) {}
