package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher.Module;
import io.quacklake.scan.internal.parquet.values.PageMarks;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the pages of a column chunk. A page is announced by {@link #next} and then loaded or
 * passed over; only a loaded page is decompressed, only a wanted dictionary is.
 */
public final class PageReader implements AutoCloseable {
  private final ColumnChunk chunk;
  private final FileSite site;
  private final ChunkInput input;
  private final PageHeaders headers;
  private final PageBodies bodies;
  private final LevelReader repetition;
  private final LevelReader definition;
  private final int maxRepetition;
  private final int maxDefinition;

  private long position;
  private long valuesBefore;
  private int dataPages;
  private long headerPosition;
  private boolean indexTried;
  private @Nullable List<PageLocation> index;
  private int bodySize;
  private int dictionarySize;
  private PageHeaders.@Nullable Announced dictionaryPage;
  private PageHeaders.@Nullable Announced page;
  private boolean announced;
  private int entries;
  private long valuesAddress;
  private long valuesEnd;

  /**
   * @param maxRepetition the highest repetition level of the column
   * @param maxDefinition the highest definition level of the column
   */
  public PageReader(ColumnChunk chunk, FileSite site, int maxRepetition, int maxDefinition) {
    this.chunk = chunk;
    this.site = site;
    this.input = new ChunkInput(chunk, site);
    this.position = chunk.start();
    this.maxRepetition = maxRepetition;
    this.maxDefinition = maxDefinition;
    this.repetition = new LevelReader(site, maxRepetition);
    this.definition = new LevelReader(site, maxDefinition);
    this.headers = new PageHeaders(chunk, site, input);
    this.bodies = new PageBodies(chunk, site, input);
  }

  /** Moves to the next data page; false at the end of the chunk. */
  public boolean next() {
    announced = false;
    while (valuesBefore < chunk.values()) {
      headerPosition = position;
      PageHeaders.Announced found = announce();
      PageType type = found.header().getType();
      if (type == PageType.DATA_PAGE || type == PageType.DATA_PAGE_V2) {
        entries = entries(found.header());
        if (entries < 0 || entries > chunk.values() - valuesBefore) {
          throw site.corrupt(
              "pages have more entries than the " + chunk.values() + " of their column chunk");
        }
        announced = true;
        return true;
      }
      if (type == PageType.DICTIONARY_PAGE) {
        if (dictionaryPage != null || dataPages > 0) {
          throw site.corrupt("a second or late dictionary page at " + position);
        }
        page = null;
        dictionaryPage = found;
        dictionarySize = bodySize;
      }
      position += bodySize; // pages of other types have no values
    }
    return false;
  }

  private PageHeaders.Announced announce() {
    boolean dictionary =
        dataPages == 0 && dictionaryPage == null && position == chunk.dictionaryOffset();
    release(page);
    page = null;
    PageHeaders.Announced found = headers.at(position, dictionary ? -1 : dataPages);
    page = found;
    position = found.bodyPosition();
    int size = headers.storedSize(found);
    if (size < 0
        || found.header().getUncompressed_page_size() < 0
        || size > input.remaining(position)) {
      throw site.corrupt(
          "a page of " + size + " bytes at " + position + " reaches out of its column chunk");
    }
    bodySize = size;
    return found;
  }

  private static void release(PageHeaders.@Nullable Announced page) {
    if (page != null) {
      page.release();
    }
  }

  /** Entries of the current page. */
  public int entries() {
    return entries;
  }

  /** Rows of the current page, -1 if only its levels tell. */
  public int rows() {
    if (maxRepetition == 0) {
      return entries;
    }
    PageHeader current = current();
    if (current.getType() == PageType.DATA_PAGE_V2) {
      return current.getData_page_header_v2().getNum_rows();
    }
    return index == null ? -1 : rowsOf(index);
  }

  /** Lets {@link #rows} look into the offset index, if there is one, for pages that follow. */
  public void useIndex() {
    if (!indexTried) {
      indexTried = true;
      index = chunk.index().get();
    }
  }

  private int rowsOf(List<PageLocation> locations) {
    if (dataPages >= locations.size() || locations.get(dataPages).getOffset() != headerPosition) {
      throw site.corrupt("its offset index has no page at " + headerPosition);
    }
    long first = locations.get(dataPages).getFirst_row_index();
    boolean last = dataPages + 1 == locations.size();
    if (last) {
      return -1; // the row group's count tells, but nothing is gained by it
    }
    long rows = locations.get(dataPages + 1).getFirst_row_index() - first;
    if (rows < 0 || rows > entries) {
      throw site.corrupt("its offset index has " + rows + " rows in " + entries + " entries");
    }
    return (int) rows;
  }

  /** Whether the current page surely begins and ends with a row. */
  public boolean holdsWholeRows() {
    return maxRepetition == 0 || current().getType() == PageType.DATA_PAGE_V2;
  }

  /** Passes over the current page. */
  public void skip() {
    current();
    position += bodySize;
    valuesBefore += entries;
    dataPages++;
    announced = false;
  }

  /** Fetches and decompresses the current page, for the methods below, and moves behind it. */
  public void load() {
    PageHeaders.Announced current = announced();
    if (current.header().getType() == PageType.DATA_PAGE_V2) {
      loadV2(current, current.header().getData_page_header_v2());
    } else {
      loadV1(current, current.header().getData_page_header());
    }
    position += bodySize;
    valuesBefore += entries;
    dataPages++;
  }

  public LevelReader repetition() {
    return repetition;
  }

  public LevelReader definition() {
    return definition;
  }

  public Encoding encoding() {
    PageHeader current = current();
    Encoding encoding =
        current.getType() == PageType.DATA_PAGE_V2
            ? current.getData_page_header_v2().getEncoding()
            : current.getData_page_header().getEncoding();
    if (encoding == null) {
      throw site.unsupported("an unknown encoding", "Rewrite the file.");
    }
    return encoding;
  }

  /** Marks within the current page; null if it is not kept. */
  public @Nullable PageMarks marks() {
    PageCache.Page kept = page == null ? null : page.kept();
    return kept == null ? null : kept.marks();
  }

  public long valuesAddress() {
    return valuesAddress;
  }

  public long valuesEnd() {
    return valuesEnd;
  }

  /** Takes the dictionary. */
  public interface DictionarySink {
    void accept(long address, long end, int size);
  }

  /**
   * Hands over the dictionary page, if there is one. To be called before {@link #load}: it uses the
   * same memory.
   */
  public void dictionary(DictionarySink sink) {
    PageHeaders.Announced page = dictionaryPage;
    if (page == null) {
      return;
    }
    DictionaryPageHeader dictionary = page.header().getDictionary_page_header();
    if (dictionary == null) {
      throw site.corrupt("a dictionary page without its header");
    }
    Encoding encoding = dictionary.getEncoding();
    if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
      throw site.unsupported("a dictionary in encoding " + encoding, "Rewrite the file.");
    }
    int size = page.header().getUncompressed_page_size();
    long address =
        bodies.load(
            page,
            () -> {
              ByteBuffer body = bodies.stored(page, dictionarySize, Module.DICTIONARY_PAGE, -1);
              return bodies.plain(body, 0, size);
            });
    sink.accept(address, address + size, dictionary.getNum_values());
  }

  private PageHeader current() {
    return announced().header();
  }

  private PageHeaders.Announced announced() {
    PageHeaders.Announced current = page;
    if (!announced || current == null) {
      throw new IllegalStateException("no page was announced");
    }
    return current;
  }

  private int entries(PageHeader page) {
    if (page.getType() == PageType.DATA_PAGE_V2) {
      DataPageHeaderV2 v2 = page.getData_page_header_v2();
      if (v2 != null) {
        return v2.getNum_values();
      }
    } else if (page.getData_page_header() != null) {
      return page.getData_page_header().getNum_values();
    }
    throw site.corrupt("a data page without its header at " + position);
  }

  private void loadV1(PageHeaders.Announced page, DataPageHeader v1) {
    int size = page.header().getUncompressed_page_size();
    long address =
        bodies.load(
            page,
            () -> {
              ByteBuffer body = bodies.stored(page, bodySize, Module.DATA_PAGE, dataPages);
              return bodies.plain(body, 0, size);
            });
    long end = address + size;
    address = levelsV1(repetition, maxRepetition, v1.getRepetition_level_encoding(), address, end);
    address = levelsV1(definition, maxDefinition, v1.getDefinition_level_encoding(), address, end);
    valuesAddress = address;
    valuesEnd = end;
  }

  private long levelsV1(
      LevelReader levels, int most, @Nullable Encoding encoding, long address, long end) {
    if (most == 0) {
      levels.resetToHighest();
      return address;
    }
    if (encoding == Encoding.BIT_PACKED) {
      return levels.resetToBits(address, end, entries);
    }
    if (encoding != Encoding.RLE) {
      throw site.unsupported("levels in encoding " + encoding, "Rewrite the file.");
    }
    int length = end - address < 4 ? -1 : MemoryUtil.getInt(address);
    if (length < 0 || length > end - address - 4) {
      throw site.corrupt("levels of " + length + " bytes reach behind their page");
    }
    levels.resetToRuns(address + 4, address + 4 + length, entries);
    return address + 4 + length;
  }

  private void loadV2(PageHeaders.Announced page, DataPageHeaderV2 v2) {
    int repetitionLength = v2.getRepetition_levels_byte_length();
    int definitionLength = v2.getDefinition_levels_byte_length();
    int size = page.header().getUncompressed_page_size();
    long levels = (long) repetitionLength + definitionLength;
    if (repetitionLength < 0 || definitionLength < 0 || levels > bodySize || levels > size) {
      throw site.corrupt("levels of " + levels + " bytes reach behind their page");
    }
    boolean bare = v2.isSetIs_compressed() && !v2.isIs_compressed();
    long address =
        bodies.load(
            page,
            () -> {
              ByteBuffer body = bodies.stored(page, bodySize, Module.DATA_PAGE, dataPages);
              if (levels > body.remaining()) { // decrypted, it is shorter
                throw site.corrupt("levels of " + levels + " bytes reach behind their page");
              }
              return bare
                  ? bodies.uncompressed(body, size)
                  : bodies.plain(body, (int) levels, size);
            });
    if (maxRepetition == 0) {
      repetition.resetToHighest();
    } else {
      repetition.resetToRuns(address, address + repetitionLength, entries);
    }
    address += repetitionLength;
    if (maxDefinition == 0) {
      definition.resetToHighest();
    } else {
      definition.resetToRuns(address, address + definitionLength, entries);
    }
    valuesAddress = address + definitionLength;
    valuesEnd = valuesAddress + (size - levels);
  }

  @Override
  public void close() {
    release(page);
    page = null;
    release(dictionaryPage);
    dictionaryPage = null;
    input.close();
    bodies.close();
  }
}
