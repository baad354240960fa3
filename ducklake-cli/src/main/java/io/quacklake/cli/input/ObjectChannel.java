package io.quacklake.cli.input;

import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectSource;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** An object as a channel, mostly read front to back: what comes next is fetched meanwhile. */
final class ObjectChannel implements SeekableByteChannel {
  private static final long AHEAD = 8L << 20;

  private final ObjectSource source;
  private long position;
  private long asked;
  private boolean open = true;

  /** The source is the channel's. */
  ObjectChannel(ObjectSource source) {
    this.source = source;
  }

  @Override
  public int read(ByteBuffer into) {
    long left = source.size() - position;
    if (left <= 0) {
      return into.hasRemaining() ? -1 : 0;
    }
    if (position + AHEAD >= asked) {
      long begin = Math.max(asked, position);
      asked = Math.min(source.size(), position + 2 * AHEAD);
      source.willRead(List.of(new ByteRange(begin, asked - begin)));
    }
    int count = (int) Math.min(into.remaining(), left);
    ByteBuffer part = into.slice(into.position(), count);
    source.read(position, part);
    into.position(into.position() + count);
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = to;
    asked = Math.max(asked, to);
    return this;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    source.close();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
