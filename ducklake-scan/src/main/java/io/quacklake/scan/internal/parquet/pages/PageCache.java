package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import io.quacklake.scan.internal.parquet.values.PageMarks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.format.PageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Pages as they are after decompression, of files that never change: what a look-up of a few rows
 * needs most often and is dearest to it. Those used last stay, within a bound. Safe to share
 * between threads; memory of a page that is in use is freed when its last user lets go of it.
 */
public final class PageCache implements AutoCloseable {
  /** What a page's header and marks weigh on the heap, about. */
  private static final long HEADER_BYTES = 2048;

  private final long mostBytes;
  private final Map<Place, Page> pages = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private boolean closed;

  private record Place(String location, long position) {}

  /**
   * @param mostBytes how much memory it may take
   */
  public PageCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The cache for one scan, which may add only a part of what there is room for: a scan that reads
   * more than fits would else push out everything and find nothing the next time.
   */
  public Share share() {
    return new Share(this, mostBytes / 4);
  }

  /** How much memory it takes. */
  public synchronized long bytes() {
    return bytes;
  }

  /** See {@link #share}. */
  public static final class Share {
    private final PageCache cache;
    private final AtomicLong left;

    private Share(PageCache cache, long bytes) {
      this.cache = cache;
      this.left = new AtomicLong(bytes);
    }

    @Nullable Page find(String location, long position) {
      return cache.find(new Place(location, position));
    }

    /** Whether the header of a page is kept. */
    public boolean knows(String location, long position) {
      return cache.knows(new Place(location, position));
    }

    /** Keeps a header; null if there is no room for it. */
    @Nullable Page add(String location, long position, PageHeader header, long bodyPosition) {
      return takes(HEADER_BYTES)
          ? cache.add(new Place(location, position), new Page(cache, header, bodyPosition))
          : null;
    }

    /** Whether a body of that size may be kept. */
    boolean takes(long size) {
      return left.addAndGet(-size) >= 0;
    }
  }

  private synchronized boolean knows(Place place) {
    return pages.containsKey(place);
  }

  /** A page that somebody uses. */
  static final class Page {
    private final PageCache cache;
    private final PageHeader header;
    private final long bodyPosition;
    private final PageMarks marks = new PageMarks();
    private @Nullable NativeBuffer body;
    private int users;
    private boolean dropped;

    Page(PageCache cache, PageHeader header, long bodyPosition) {
      this.cache = cache;
      this.header = header;
      this.bodyPosition = bodyPosition;
    }

    PageHeader header() {
      return header;
    }

    /** Where its body begins in the file. */
    long bodyPosition() {
      return bodyPosition;
    }

    PageMarks marks() {
      return marks;
    }

    /** The address of its body, which holds until {@link #release}; 0 if it is not kept. */
    long address() {
      synchronized (cache) {
        NativeBuffer known = body;
        return known == null ? 0 : known.address();
      }
    }

    /** Gives it its body; false if it has one already, and then the caller keeps this one. */
    boolean fill(NativeBuffer plain) {
      return cache.fill(this, plain);
    }

    void release() {
      cache.release(this);
    }

    private long weight() {
      NativeBuffer known = body;
      return HEADER_BYTES + (known == null ? 0 : known.capacity());
    }
  }

  private synchronized @Nullable Page find(Place place) {
    Page page = pages.get(place);
    if (page != null) {
      page.users++;
    }
    return page;
  }

  private synchronized Page add(Place place, Page fresh) {
    Page page = closed ? fresh : pages.computeIfAbsent(place, any -> fresh);
    page.users++;
    if (page == fresh) {
      page.dropped = closed;
      bytes += closed ? 0 : page.weight();
      shrink();
    }
    return page;
  }

  private synchronized boolean fill(Page page, NativeBuffer plain) {
    if (page.body != null || page.dropped) {
      return false;
    }
    bytes -= page.weight();
    page.body = plain;
    bytes += page.weight();
    shrink();
    return true;
  }

  private synchronized void release(Page page) {
    page.users--;
    free(page);
  }

  private void shrink() {
    var oldest = pages.values().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      Page page = oldest.next();
      oldest.remove();
      drop(page);
    }
  }

  private void drop(Page page) {
    page.dropped = true;
    bytes -= page.weight();
    free(page);
  }

  private static void free(Page page) {
    NativeBuffer body = page.body;
    if (page.dropped && page.users == 0 && body != null) {
      page.body = null;
      body.close();
    }
  }

  /** Forgets all pages; those in use are freed by their users. */
  @Override
  public synchronized void close() {
    closed = true;
    pages.values().forEach(this::drop);
    pages.clear();
  }
}
