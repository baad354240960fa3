package io.quacklake.format.partition;

/**
 * One key of a table's sort order: SQL text in a dialect, {@code ASC} or {@code DESC}, {@code
 * NULLS_FIRST} or {@code NULLS_LAST}.
 */
public record SortField(String expression, String dialect, String direction, String nullOrder) {}
