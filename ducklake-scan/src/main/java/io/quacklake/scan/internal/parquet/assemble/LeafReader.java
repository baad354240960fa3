package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.pages.ColumnChunk;
import io.quacklake.scan.internal.parquet.pages.PageReader;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.values.Layout;
import io.quacklake.scan.internal.parquet.values.LeafDecoders;
import io.quacklake.scan.internal.parquet.values.ValueDecoder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Reads or passes over rows of one leaf, across pages. */
abstract class LeafReader implements AutoCloseable {
  static final int BLOCK = 4096;

  final FileSite site;
  final int maxDefinition;
  private final int maxRepetition;
  final PageReader pages;
  private final @Nullable LeafDecoders decoders;
  final @Nullable LeafOutput output;
  final @Nullable EntryLevels kept;
  private @Nullable ValueDecoder decoder;

  /** Entries of the current page not yet taken from its level readers. */
  int pageLeft;

  /** Whether the page reader stands at a page that is neither loaded nor passed over. */
  private boolean announced;

  byte[] definition = {};
  byte[] present = {};

  static LeafReader of(
      FileSite site,
      ColumnChunk chunk,
      ParquetField leaf,
      Wanted wanted,
      BufferAllocator allocator) {
    return leaf.repeatedAncestors() == 0
        ? new FlatLeafReader(site, chunk, leaf, wanted, allocator)
        : new NestedLeafReader(site, chunk, leaf, wanted, allocator);
  }

  /**
   * @param leaf the leaf; its levels are those of its chunk
   * @param wanted whether to keep values, levels, or both
   */
  LeafReader(
      FileSite site,
      ColumnChunk chunk,
      ParquetField leaf,
      Wanted wanted,
      BufferAllocator allocator) {
    this.site = site;
    this.maxDefinition = leaf.presentLevel();
    this.maxRepetition = leaf.repeatedAncestors();
    if (wanted == Wanted.LEVELS) {
      this.decoders = null;
      this.output = null;
    } else {
      Layout layout = Layout.of(leaf.leaf());
      this.decoders = new LeafDecoders(site, leaf.leaf(), layout, allocator);
      this.output = LeafOutput.of(layout, site, allocator);
    }
    this.kept = wanted == Wanted.VALUES ? null : new EntryLevels();
    this.pages = new PageReader(chunk, site, maxRepetition, maxDefinition);
  }

  /** What is wanted of a leaf. */
  enum Wanted {
    VALUES,
    LEVELS,
    BOTH
  }

  FileSite site() {
    return site;
  }

  LeafOutput output() {
    if (output == null) {
      throw new IllegalStateException("only levels were wanted of " + site.part());
    }
    return output;
  }

  EntryLevels levels() {
    if (kept == null) {
      throw new IllegalStateException("no levels were wanted of " + site.part());
    }
    return kept;
  }

  void clearLevels() {
    if (kept != null) {
      kept.clear();
    }
  }

  /** Announces how many rows the batch will have. */
  abstract void expect(int rows);

  abstract void append(int rows);

  abstract void skip(int rows);

  /** Appends single rows; see {@link VectorAssembler#select}. */
  abstract void select(int[] rows, int first);

  final void skipValues(int values) {
    if (decoder != null && values > 0) {
      decoder.skip(values);
    }
  }

  final boolean tryAnnounce() {
    announced = announced || pages.next();
    return announced;
  }

  final void announce() {
    if (!tryAnnounce()) {
      throw site.corrupt("its pages end before its rows do");
    }
  }

  final void pass() {
    announced = false;
    pages.skip();
  }

  /** Loads the announced page and starts on its values. */
  final void load() {
    announced = false;
    Encoding encoding = pages.encoding();
    LeafDecoders leaf = decoders;
    if (leaf == null) {
      pages.load();
    } else {
      if (LeafDecoders.needsDictionary(encoding) && !leaf.hasDictionary()) {
        pages.dictionary(leaf::dictionary);
      }
      pages.load();
      ValueDecoder next =
          leaf.start(encoding, pages.valuesAddress(), pages.valuesEnd(), pages.entries());
      next.marks(pages.marks());
      decoder = next;
      output().decoder(next);
    }
    if (definition.length == 0 && (maxRepetition > 0 || !pages.definition().allHighest())) {
      definition = new byte[BLOCK];
      present = new byte[BLOCK];
    }
    pageLeft = pages.entries();
  }

  @Override
  public void close() {
    pages.close();
    if (decoders != null) {
      decoders.close();
    }
    if (output != null) {
      output.close();
    }
  }
}
