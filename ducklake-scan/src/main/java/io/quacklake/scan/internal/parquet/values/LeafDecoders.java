package io.quacklake.scan.internal.parquet.values;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import io.quacklake.scan.internal.parquet.schema.Leaf;
import java.util.EnumMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** The decoders of one column chunk, one for each encoding its pages use, and its dictionary. */
public final class LeafDecoders implements AutoCloseable {
  private final FileSite site;
  private final Leaf leaf;
  private final Layout layout;
  private final BufferAllocator allocator;
  private final Map<Encoding, ValueDecoder> decoders = new EnumMap<>(Encoding.class);
  private final NativeBuffer converting = new NativeBuffer();
  private final NativeBuffer lengths = new NativeBuffer();
  private final NativeBuffer previous = new NativeBuffer();
  private final NativeBuffer fixedDictionary = new NativeBuffer();
  private @Nullable VarBuffer scratch;
  private @Nullable VarBuffer varDictionary;
  private int dictionarySize = -1;

  public LeafDecoders(FileSite site, Leaf leaf, Layout layout, BufferAllocator allocator) {
    this.site = site;
    this.leaf = leaf;
    this.layout = layout;
    this.allocator = allocator;
  }

  public static boolean needsDictionary(Encoding encoding) {
    return encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
  }

  public boolean hasDictionary() {
    return dictionarySize >= 0;
  }

  /** Decodes the dictionary: PLAIN values. */
  public void dictionary(long address, long end, int size) {
    if (size < 0 || (size > 0 && end <= address && layout.stored() != 0)) {
      throw site.corrupt("a dictionary of " + size + " values in " + (end - address) + " bytes");
    }
    ValueDecoder plain = decoder(Encoding.PLAIN);
    plain.reset(address, end, size);
    if (plain instanceof VarDecoder strings) {
      if (4L * size > end - address && layout.stored() == 0) {
        throw site.corrupt("a dictionary of " + size + " values in " + (end - address) + " bytes");
      }
      VarBuffer values = new VarBuffer(site, allocator);
      varDictionary = values;
      strings.read(size, values);
    } else {
      if (layout.stored() == 0
          ? 4L * size > end - address
          : (long) layout.stored() * size > end - address) {
        throw site.corrupt("a dictionary of " + size + " values in " + (end - address) + " bytes");
      }
      long bytes = (long) size * layout.width();
      if (bytes > Integer.MAX_VALUE / 2) {
        throw site.unsupported("a dictionary of " + bytes + " bytes", "Rewrite the file.");
      }
      ((FixedDecoder) plain).read(size, fixedDictionary.ensure((int) bytes));
    }
    dictionarySize = size;
  }

  /** The decoder of an encoding, at the first value of a page. */
  public ValueDecoder start(Encoding encoding, long address, long end, int values) {
    ValueDecoder decoder = decoder(encoding);
    decoder.reset(address, end, values);
    return decoder;
  }

  private ValueDecoder decoder(Encoding encoding) {
    ValueDecoder known = decoders.get(encoding);
    if (known == null) {
      known = create(encoding);
      decoders.put(encoding, known);
    }
    return known;
  }

  private ValueDecoder create(Encoding encoding) {
    if (needsDictionary(encoding) && leaf.physical() != Type.BOOLEAN) {
      if (dictionarySize < 0) {
        throw site.corrupt("a page has indexes into a dictionary, but there is none");
      }
      VarBuffer strings = varDictionary;
      return strings != null
          ? new DictionaryDecoders.Var(site, strings)
          : new DictionaryDecoders.Fixed(
              site, fixedDictionary.ensure(0), dictionarySize, layout.width());
    }
    Type physical = leaf.physical();
    ValueDecoder decoder =
        switch (encoding) {
          case PLAIN ->
              switch (physical) {
                case BOOLEAN -> new PlainDecoders.Bits(site);
                case BYTE_ARRAY -> strings(new PlainDecoders.Var(site));
                default -> fixed(new PlainDecoders.Fixed(site, layout.stored()));
              };
          case RLE -> physical == Type.BOOLEAN ? new RleBooleanDecoder(site) : null;
          case DELTA_BINARY_PACKED ->
              physical == Type.INT32 || physical == Type.INT64
                  ? fixed(new DeltaBinaryPackedDecoder(site, layout.stored()))
                  : null;
          case DELTA_LENGTH_BYTE_ARRAY ->
              physical == Type.BYTE_ARRAY
                  ? strings(new DeltaStringDecoders.Lengths(site, lengths))
                  : null;
          case DELTA_BYTE_ARRAY ->
              physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY
                  ? strings(new DeltaStringDecoders.Prefixes(site, lengths, previous))
                  : null;
          case BYTE_STREAM_SPLIT ->
              physical == Type.BOOLEAN || physical == Type.BYTE_ARRAY || layout.stored() == 0
                  ? null
                  : fixed(new ByteStreamSplitDecoder(site, layout.stored()));
          default -> null;
        };
    if (decoder == null) {
      throw site.unsupported("encoding " + encoding + " of " + physical, "Rewrite the file.");
    }
    return decoder;
  }

  private ValueDecoder fixed(FixedDecoder stored) {
    if (layout.shape() == Layout.Shape.STRINGS) {
      return new Adapters.StringsFromFixed(stored, layout.stored());
    }
    return layout.conversion() == Conversion.NONE
        ? stored
        : new Adapters.Converting(site, stored, layout, converting);
  }

  private ValueDecoder strings(VarDecoder stored) {
    if (layout.shape() == Layout.Shape.STRINGS) {
      return stored;
    }
    VarBuffer buffer = scratch;
    if (buffer == null) {
      buffer = new VarBuffer(site, allocator);
      scratch = buffer;
    }
    return new Adapters.FixedFromStrings(site, stored, layout, buffer);
  }

  @Override
  public void close() {
    converting.close();
    lengths.close();
    previous.close();
    fixedDictionary.close();
    if (scratch != null) {
      scratch.close();
    }
    if (varDictionary != null) {
      varDictionary.close();
    }
  }
}
