package io.quacklake.format.schema;

import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;

/** A schema as of a snapshot. {@code path} is below the lake's data path. */
public record SchemaInfo(SchemaId id, String name, LakePath path) {}
