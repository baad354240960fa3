package io.quacklake.transact;

/** How many rows a merge changed. */
public record MergeResult(long inserted, long updated, long deleted) {}
