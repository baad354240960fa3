package io.quacklake.storage;

import java.time.Instant;

/** What a store says of an object. */
public record ObjectInfo(String location, long size, Instant modified) {}
