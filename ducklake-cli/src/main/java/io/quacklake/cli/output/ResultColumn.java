package io.quacklake.cli.output;

import io.quacklake.format.type.DataType;

/** A column of a result. */
public record ResultColumn(String name, DataType type) {}
