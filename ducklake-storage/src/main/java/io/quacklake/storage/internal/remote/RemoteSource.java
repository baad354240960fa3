package io.quacklake.storage.internal.remote;

import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object that is read by ranges, some of them fetched before they are asked for. */
final class RemoteSource implements ObjectSource {
  /** So small an object is fetched as a whole: its footer alone would take as long. */
  private static final long SMALL = 1L << 20;

  private final String location;
  private final long size;
  private final Blobs blobs;
  private final RequestPool pool;
  private final RemoteObjectStore.ReadAhead readAhead;

  /** By offset; disjoint. */
  private final TreeMap<Long, Piece> pieces = new TreeMap<>();

  private boolean closed;

  RemoteSource(
      String location,
      long size,
      Blobs blobs,
      RequestPool pool,
      RemoteObjectStore.ReadAhead readAhead) {
    this.location = location;
    this.size = size;
    this.blobs = blobs;
    this.pool = pool;
    this.readAhead = readAhead;
  }

  /** A range that is being fetched or is there. */
  private static final class Piece {
    private final ByteRange range;
    private final RequestPool.Pending<byte[]> bytes;
    private final long held;

    /** Ends of what was read of it by their beginnings: headers of pages are read twice. */
    private final TreeMap<Long, Long> read = new TreeMap<>();

    Piece(ByteRange range, RequestPool.Pending<byte[]> bytes, long held) {
      this.range = range;
      this.bytes = bytes;
      this.held = held;
    }

    /** Whether all of it was read, with these bytes. */
    boolean isUsedUp(long from, long to) {
      long begin = from;
      long end = to;
      Map.Entry<Long, Long> near = read.floorEntry(end);
      while (near != null && near.getValue() >= begin) {
        begin = Math.min(begin, near.getKey());
        end = Math.max(end, near.getValue());
        read.remove(near.getKey());
        near = read.floorEntry(end);
      }
      read.put(begin, end);
      return begin <= range.offset() && end >= range.end();
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public synchronized void willRead(List<ByteRange> ranges) {
    List<ByteRange> missing = new ArrayList<>();
    for (ByteRange range : size <= SMALL ? List.of(new ByteRange(0, size)) : ranges) {
      addMissing(range, missing);
    }
    for (ByteRange request : RangeCoalescer.requests(missing, size)) {
      List<ByteRange> free = new ArrayList<>();
      addMissing(request, free); // a merged request may reach over what is there
      for (ByteRange part : free) {
        if (closed || !readAhead.take(part.length())) {
          return; // the rest is fetched when it is asked for
        }
        pieces.put(part.offset(), new Piece(part, fetch(part), part.length()));
      }
    }
  }

  /** What of a range is in no piece. */
  private void addMissing(ByteRange range, List<ByteRange> missing) {
    long from = range.offset();
    long end = Math.min(range.end(), size);
    while (from < end) {
      Piece covering = covering(from);
      if (covering != null) {
        from = covering.range.end();
        continue;
      }
      Map.Entry<Long, Piece> after = pieces.higherEntry(from);
      long to = after == null ? end : Math.min(end, after.getKey());
      missing.add(new ByteRange(from, to - from));
      from = to;
    }
  }

  private @Nullable Piece covering(long offset) {
    Map.Entry<Long, Piece> before = pieces.floorEntry(offset);
    return before == null || before.getValue().range.end() <= offset ? null : before.getValue();
  }

  private RequestPool.Pending<byte[]> fetch(ByteRange range) {
    return pool.submit(
        "read", location, () -> blobs.read(location, range.offset(), (int) range.length()));
  }

  @Override
  public void read(long offset, ByteBuffer into) {
    if (into.remaining() > size - offset) {
      throw new StorageException(
          Reason.TOO_SHORT,
          location,
          "Cannot read "
              + into.remaining()
              + " bytes at "
              + offset
              + " of "
              + location
              + ": it ends at "
              + size
              + ".",
          null);
    }
    List<Piece> parts = parts(new ByteRange(offset, into.remaining()));
    long position = offset;
    for (Piece part : parts) {
      byte[] bytes = part.bytes.await();
      int from = (int) (position - part.range.offset());
      int count = Math.min(bytes.length - from, into.remaining());
      into.put(bytes, from, count);
      used(part, position, position + count);
      position += count;
    }
  }

  /** Pieces that hold a range, in order; those that are not there yet are asked for at once. */
  private synchronized List<Piece> parts(ByteRange wanted) {
    if (size <= SMALL && pieces.isEmpty() && wanted.length() > 0) {
      willRead(List.of(wanted));
    }
    List<ByteRange> missing = new ArrayList<>();
    addMissing(wanted, missing);
    List<Piece> parts = new ArrayList<>();
    long from = wanted.offset();
    while (from < wanted.end()) {
      Piece covering = covering(from);
      if (covering != null) {
        parts.add(covering);
        from = covering.range.end();
        continue;
      }
      ByteRange gap = missing.remove(0);
      for (ByteRange request : RangeCoalescer.requests(List.of(gap), size)) {
        parts.add(new Piece(request, fetch(request), 0));
      }
      from = gap.end();
    }
    return parts;
  }

  /** A piece that was read to its end is not needed any more: pages are read once. */
  private synchronized void used(Piece part, long from, long to) {
    if (part.held > 0 && part.isUsedUp(from, to) && pieces.remove(part.range.offset(), part)) {
      readAhead.giveBack(part.held);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Piece piece : pieces.values()) {
      piece.bytes.cancel(false); // what has not begun is not asked for
      readAhead.giveBack(piece.held);
    }
    pieces.clear();
  }
}
