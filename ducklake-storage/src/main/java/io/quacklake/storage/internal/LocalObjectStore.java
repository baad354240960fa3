package io.quacklake.storage.internal;

import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of the local file system, through {@code java.nio}; needs no native code. */
public enum LocalObjectStore implements ObjectStore {
  INSTANCE;

  @Override
  public ObjectSource open(String location, long size) {
    try {
      FileChannel channel = FileChannel.open(path(location), StandardOpenOption.READ);
      try {
        return new LocalObjectSource(location, channel, channel.size());
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw failed("open", location, failure);
    }
  }

  @Override
  public ObjectInfo info(String location) {
    try {
      return info(location, path(location));
    } catch (IOException failure) {
      throw failed("look at", location, failure);
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    int slash = prefix.lastIndexOf('/');
    Path directory = path(slash < 0 ? "." : prefix.substring(0, slash + 1));
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<ObjectInfo> found = new ArrayList<>();
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String relative = directory.relativize(file).toString().replace('\\', '/');
        String location = (slash < 0 ? "" : prefix.substring(0, slash + 1)) + relative;
        if (location.startsWith(prefix)) {
          found.add(info(location, file));
        }
      }
      return found;
    } catch (IOException failure) {
      throw failed("list", prefix, failure);
    }
  }

  @Override
  public ObjectOutput create(String location) {
    try {
      return AtomicFileOutputStream.create(path(location));
    } catch (IOException failure) {
      throw failed("create", location, failure);
    }
  }

  @Override
  public void delete(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException failure) {
      throw failed("delete", location, failure);
    }
  }

  @Override
  public void close() {}

  /** A plain path, or the path of a {@code file:} URL, taken as it is: nothing is decoded. */
  private static Path path(String location) {
    String path = location;
    if (path.regionMatches(true, 0, "file://", 0, 7)) {
      path = path.substring(7);
    } else if (path.regionMatches(true, 0, "file:", 0, 5)) {
      path = path.substring(5);
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException failure) {
      throw new StorageException(
          Reason.OTHER, location, "Not a path of this system: " + location, failure);
    }
  }

  private static ObjectInfo info(String location, Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new ObjectInfo(
        location, attributes.size(), attributes.lastModifiedTime().toInstant(), null);
  }

  static StorageException failed(String operation, String location, IOException failure) {
    Reason reason = Reason.OTHER;
    String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      reason = Reason.NOT_FOUND;
      why = "there is no such file";
    } else if (failure instanceof AccessDeniedException) {
      reason = Reason.DENIED;
      why = "permission denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      reason = Reason.EXISTS;
      why = "it exists already";
    }
    return new StorageException(
        reason, location, "Cannot " + operation + " " + location + ": " + why + ".", failure);
  }
}
