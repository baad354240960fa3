package io.quacklake.cli.output;

import io.quacklake.format.type.DataType;

/**
 * A column of a result.
 *
 * @param absent what a table shows for NULL
 */
public record ResultColumn(String name, DataType type, String absent) {
  public ResultColumn(String name, DataType type) {
    this(name, type, "NULL");
  }
}
