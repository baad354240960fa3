package io.quacklake.format.type;

/** A span of time in three parts that do not convert into each other; each may be negative. */
public record Interval(int months, int days, long micros) {}
