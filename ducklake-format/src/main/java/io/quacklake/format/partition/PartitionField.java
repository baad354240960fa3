package io.quacklake.format.partition;

import io.quacklake.format.FieldId;

/** One key of a partition spec; {@code index} counts from 0. */
public record PartitionField(int index, FieldId column, Transform transform) {}
