package io.quacklake.storage.internal.remote;

import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers a part at a time and uploads it while the next is gathered. */
final class RemoteOutput extends ObjectOutput {
  /** At least 5 MiB for S3, and at most 10,000 of them. */
  static final int PART = 8 << 20;

  private final String location;
  private final Blobs blobs;
  private final RequestPool pool;
  private byte[] part = new byte[1 << 16];
  private int length;
  private Blobs.@Nullable Upload upload;
  private RequestPool.@Nullable Pending<Boolean> underWay;
  private boolean closing;
  private boolean published;
  private boolean taken;

  RemoteOutput(String location, Blobs blobs, RequestPool pool) {
    this.location = location;
    this.blobs = blobs;
    this.pool = pool;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (closing) {
      throw new IOException("The file " + location + " was closed.");
    }
    int from = offset;
    int left = count;
    while (left > 0) {
      if (length == PART) {
        send();
      }
      if (length == part.length) {
        part = Arrays.copyOf(part, Math.min(PART, part.length * 2));
      }
      int fits = Math.min(left, part.length - length);
      System.arraycopy(bytes, from, part, length, fits);
      length += fits;
      from += fits;
      left -= fits;
    }
  }

  /** A part is sent when there is more: so an object of one part is written in one request. */
  private void send() {
    awaitPart();
    byte[] bytes = length == part.length ? part : Arrays.copyOf(part, length);
    part = new byte[PART];
    length = 0;
    Blobs.Upload begun = upload;
    underWay =
        pool.submit(
            "write",
            location,
            () -> {
              Blobs.Upload target = begun == null ? blobs.upload(location) : begun;
              upload = target;
              target.part(bytes);
              return true;
            });
  }

  private void awaitPart() {
    RequestPool.Pending<Boolean> before = underWay;
    underWay = null;
    if (before != null) {
      before.await();
    }
  }

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    try {
      if (upload == null && underWay == null) {
        byte[] bytes = Arrays.copyOf(part, length);
        pool.call(
            "write",
            location,
            () -> {
              blobs.put(location, bytes);
              return true;
            });
      } else {
        send();
        awaitPart();
        Blobs.Upload whole = upload;
        pool.call(
            "write",
            location,
            () -> {
              if (whole != null) {
                whole.complete();
              }
              return true;
            });
      }
      published = true;
    } catch (StorageException failure) {
      taken = failure.reason() == Reason.EXISTS;
      throw failure;
    } finally {
      part = new byte[0];
    }
  }

  @Override
  public void abort() {
    boolean mayBeThere = closing && !published && !taken;
    closing = true;
    part = new byte[0];
    if (mayBeThere) {
      try {
        pool.call(
            "delete",
            location,
            () -> {
              blobs.delete(location);
              return true;
            });
      } catch (RuntimeException unreachable) {
        // The error that made the file useless is the one to report.
      }
    }
  }
}
