package io.quacklake.transact.faulty;

import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import io.quacklake.transact.faulty.Faults.Call;
import io.quacklake.transact.faulty.Faults.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** Files below a root, each call of which may fail. */
final class FaultyStore implements ObjectStore {
  private final ObjectStores files = ObjectStores.of(StorageOptions.NONE);
  private final String root;

  FaultyStore(String root) {
    this.root = root;
  }

  private String path(String location) {
    return location.substring(root.length());
  }

  private ObjectStore local(String location) {
    return files.forLocation(path(location));
  }

  private static <R> R call(Call call, String location, Supplier<R> work) {
    Fault fault = Faults.at(call);
    if (fault == null) {
      return work.get();
    }
    if (fault == Fault.AFTER) {
      work.get();
    }
    throw Faults.failure(call, location);
  }

  @Override
  public ObjectSource open(String location, long size) {
    return call(
        Call.OPEN,
        location,
        () -> new Source(location, local(location).open(path(location), size)));
  }

  @Override
  public ObjectInfo info(String location) {
    return call(
        Call.LOOK,
        location,
        () -> {
          ObjectInfo found = local(location).info(path(location));
          return new ObjectInfo(location, found.size(), found.modified(), found.tag());
        });
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return call(
        Call.LOOK,
        prefix,
        () ->
            local(prefix).list(path(prefix)).stream()
                .map(
                    each ->
                        new ObjectInfo(
                            root + each.location(), each.size(), each.modified(), each.tag()))
                .toList());
  }

  /** An object that is begun is not there yet, so a failure afterwards is none that differs. */
  @Override
  public ObjectOutput create(String location) {
    if (Faults.at(Call.CREATE) != null) {
      throw Faults.failure(Call.CREATE, location);
    }
    return new Output(location, local(location).create(path(location)));
  }

  @Override
  public void delete(String location) {
    call(
        Call.DELETE,
        location,
        () -> {
          local(location).delete(path(location));
          return true;
        });
  }

  @Override
  public void close() {
    files.close();
  }

  private record Source(String location, ObjectSource source) implements ObjectSource {
    @Override
    public long size() {
      return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
      call(
          Call.READ,
          location,
          () -> {
            source.read(offset, into);
            return true;
          });
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private static final class Output extends ObjectOutput {
    private final String location;
    private final ObjectOutput out;

    Output(String location, ObjectOutput out) {
      this.location = location;
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Fault fault = Faults.at(Call.WRITE);
      if (fault == Fault.DISK_FULL) {
        out.write(bytes, offset, length / 2);
        throw Faults.full();
      }
      if (fault == null || fault == Fault.AFTER) {
        out.write(bytes, offset, length);
      }
      if (fault != null) {
        throw Faults.failure(Call.WRITE, location);
      }
    }

    @Override
    public void close() throws IOException {
      Fault fault = Faults.at(Call.CLOSE);
      if (fault == null || fault == Fault.AFTER) {
        out.close();
      }
      if (fault != null) {
        throw Faults.failure(Call.CLOSE, location);
      }
    }

    @Override
    public void abort() {
      out.abort();
    }
  }
}
