package io.quacklake.cli.command;

import io.quacklake.format.TableRef;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a table's name; a name that cannot be one is wrong usage. */
public final class TableNameConverter implements ITypeConverter<TableRef> {
  @Override
  public TableRef convert(String text) {
    try {
      return TableRef.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
