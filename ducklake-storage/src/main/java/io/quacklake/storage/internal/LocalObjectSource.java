package io.quacklake.storage.internal;

import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open local file; positional reads, so that threads may share it. */
record LocalObjectSource(String location, FileChannel channel, long size) implements ObjectSource {
  @Override
  public void read(long offset, ByteBuffer into) {
    long position = offset;
    try {
      while (into.hasRemaining()) {
        int count = channel.read(into, position);
        if (count < 0) {
          throw new StorageException(
              Reason.TOO_SHORT,
              location,
              "Cannot read "
                  + into.remaining()
                  + " bytes at "
                  + position
                  + " of "
                  + location
                  + ": the file ends at "
                  + channel.size()
                  + ".",
              null);
        }
        position += count;
      }
    } catch (IOException failure) {
      throw LocalObjectStore.failed("read", location, failure);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw LocalObjectStore.failed("close", location, failure);
    }
  }
}
