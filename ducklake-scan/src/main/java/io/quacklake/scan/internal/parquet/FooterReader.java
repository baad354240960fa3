package io.quacklake.scan.internal.parquet;

import io.quacklake.format.file.EncryptionKey;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher.Module;
import io.quacklake.scan.internal.parquet.bytes.ThriftInput;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.schema.ParquetSchema;
import io.quacklake.scan.internal.parquet.schema.SchemaReader;
import io.quacklake.storage.ObjectSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileCryptoMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;

/** Reads and checks the footer of a file. */
final class FooterReader {
  private static final int GUESS = 1 << 16;
  private static final int MAGIC = 4;
  private static final int TRAILER = 8;
  private static final int PAR1 = magic("PAR1");
  private static final int PARE = magic("PARE");

  private final ObjectSource source;
  private final FileSite site;
  private final @Nullable EncryptionKey key;

  FooterReader(ObjectSource source, @Nullable EncryptionKey key) {
    this.source = source;
    this.site = new FileSite(source.location(), "the footer");
    this.key = key;
  }

  /**
   * @param hint the footer's length as the catalog knows it; if it is wrong, that costs a read more
   */
  ParquetFooter read(@Nullable Long hint) {
    long size = source.size();
    if (size < MAGIC + TRAILER) {
      throw site.corrupt("a file of " + size + " bytes is no Parquet file");
    }
    boolean useful = hint != null && hint > 0 && hint <= size - TRAILER;
    long guess = useful && hint != null ? hint + TRAILER : GUESS;
    ByteBuffer tail = tail((int) Math.min(Math.min(guess, size), Integer.MAX_VALUE - TRAILER));
    long length = tail.getInt(tail.limit() - TRAILER) & 0xffffffffL;
    int magic = tail.getInt(tail.limit() - MAGIC);
    if (magic != PAR1 && magic != PARE) {
      throw site.corrupt("it does not end like a Parquet file; it may be truncated");
    }
    if (length == 0 || length > size - MAGIC - TRAILER || length > Integer.MAX_VALUE - TRAILER) {
      throw site.corrupt("a footer of " + length + " bytes in a file of " + size);
    }
    if (length + TRAILER > tail.limit()) {
      tail = tail((int) length + TRAILER);
    }
    int from = tail.limit() - TRAILER - (int) length;
    ByteBuffer footer = tail.slice(from, (int) length);
    ModuleCipher cipher = null;
    if (magic == PARE) {
      cipher = cipher(footer);
      footer = cipher.decrypt(Module.FOOTER, 0, 0, -1, footer);
    }
    FileMetaData metadata = parse(new FileMetaData(), footer);
    ParquetSchema schema = schema(metadata);
    checkRowGroups(metadata, schema);
    return new ParquetFooter(metadata, schema, cipher, size, (int) length);
  }

  private ByteBuffer tail(int length) {
    ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    source.read(source.size() - length, tail);
    return tail.clear();
  }

  private <T extends TBase<T, ?>> T parse(T into, ByteBuffer bytes) {
    try {
      return ThriftInput.read(into, bytes);
    } catch (TException e) {
      throw site.corrupt("it is damaged: " + e.getMessage(), e);
    }
  }

  private ModuleCipher cipher(ByteBuffer footer) {
    if (key == null) {
      throw site.corrupt("the file is encrypted, but no key is known for it");
    }
    FileCryptoMetaData crypto = parse(new FileCryptoMetaData(), footer);
    if (crypto.getEncryption_algorithm() == null
        || !crypto.getEncryption_algorithm().isSetAES_GCM_V1()) {
      throw site.unsupported("an encryption other than AES_GCM_V1", "Rewrite the file.");
    }
    AesGcmV1 algorithm = crypto.getEncryption_algorithm().getAES_GCM_V1();
    if (algorithm.isSupply_aad_prefix()) {
      throw site.unsupported("encryption with an AAD prefix that is not stored", "Rewrite it.");
    }
    if (!algorithm.isSetAad_file_unique()) {
      return new ModuleCipher(site, key, null);
    }
    ByteArrayOutputStream aad = new ByteArrayOutputStream();
    if (algorithm.isSetAad_prefix()) {
      aad.writeBytes(algorithm.getAad_prefix());
    }
    aad.writeBytes(algorithm.getAad_file_unique());
    return new ModuleCipher(site, key, aad.toByteArray());
  }

  private ParquetSchema schema(FileMetaData metadata) {
    if (metadata.getSchema() == null || metadata.getSchema().isEmpty()) {
      throw site.corrupt("it has no schema");
    }
    return SchemaReader.read(site, metadata.getSchema());
  }

  private void checkRowGroups(FileMetaData metadata, ParquetSchema schema) {
    List<RowGroup> groups = metadata.getRow_groups();
    if (groups == null) {
      throw site.corrupt("it has no list of row groups");
    }
    long rows = 0;
    for (RowGroup group : groups) {
      if (group.getNum_rows() < 0 || group.getNum_rows() > Long.MAX_VALUE - rows) {
        throw site.corrupt("a row group of " + group.getNum_rows() + " rows");
      }
      rows += group.getNum_rows();
      checkChunks(group, schema.leaves());
    }
    if (rows != metadata.getNum_rows()) {
      throw site.corrupt(
          "its row groups have " + rows + " rows, the file " + metadata.getNum_rows());
    }
  }

  private void checkChunks(RowGroup group, List<ParquetField> leaves) {
    int count = group.getColumns() == null ? 0 : group.getColumns().size();
    if (count != leaves.size()) {
      throw site.corrupt(
          "a row group has " + count + " columns, the schema " + leaves.size() + " leaves");
    }
    for (int i = 0; i < count; i++) {
      ColumnChunk chunk = group.getColumns().get(i);
      ParquetField leaf = leaves.get(i);
      ColumnMetaData meta = chunk.getMeta_data();
      if (meta == null) {
        continue; // encrypted with a key of its own: refused when it is read
      }
      if (meta.getType() != leaf.leaf().physical()) {
        throw site.corrupt(
            "column "
                + leaf.leaf().path()
                + " is "
                + meta.getType()
                + " in a row group, "
                + leaf.leaf().physical()
                + " in the schema");
      }
      boolean flat = leaf.repeatedAncestors() == 0;
      if (meta.getNum_values() < 0 || (flat && meta.getNum_values() != group.getNum_rows())) {
        throw site.corrupt(
            "column "
                + leaf.leaf().path()
                + " has "
                + meta.getNum_values()
                + " entries in a row group of "
                + group.getNum_rows()
                + " rows");
      }
    }
  }

  private static int magic(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }
}
