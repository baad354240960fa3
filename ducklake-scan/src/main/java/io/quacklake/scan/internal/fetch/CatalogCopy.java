package io.quacklake.scan.internal.fetch;

import io.quacklake.catalog.CatalogConfig;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStore;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a catalog file into a cache. A copy is used again as long as the store says that the file
 * is the same (by its tag, else by size and time); each version has a directory of its own, so that
 * those who have an older one open are not disturbed.
 */
public final class CatalogCopy {
  private static final int PIECE = 32 << 20;
  private static final int ATTEMPTS = 3;

  private CatalogCopy() {}

  /**
   * The catalog as it can be opened: a copy of it as it is now, if it lies behind a URL.
   *
   * @param cacheDirectory where copies are kept; null for where they are usually
   */
  public static CatalogConfig ofRemote(
      CatalogConfig catalog, ObjectStores stores, @Nullable String cacheDirectory) {
    CatalogUri address = catalog.address();
    String url = address == null ? null : address.url().orElse(null);
    if (address == null || url == null) {
      return catalog;
    }
    Path cache =
        cacheDirectory != null
            ? Path.of(cacheDirectory)
            : cacheDirectory(System.getenv(), Path.of(System.getProperty("user.home", "")));
    Path copy = fetch(url, stores.forLocation(url), cache);
    return CatalogConfig.of(address.withCopy(copy));
  }

  /** Where copies are kept: {@code DUCKLAKE_CACHE_DIR}, else where the system keeps caches. */
  public static Path cacheDirectory(Map<String, String> environment, Path home) {
    return chosen(environment, "DUCKLAKE_CACHE_DIR")
        .or(() -> chosen(environment, "XDG_CACHE_HOME").map(path -> path.resolve("quacklake")))
        .or(() -> chosen(environment, "LOCALAPPDATA").map(path -> path.resolve("quacklake")))
        .orElseGet(() -> home.resolve(".cache").resolve("quacklake"));
  }

  private static Optional<Path> chosen(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  /**
   * A copy of the file at {@code url} as it is now.
   *
   * @throws StorageException if it cannot be fetched
   */
  public static Path fetch(String url, ObjectStore store, Path cache) {
    try {
      for (int attempt = 1; ; attempt++) {
        ObjectInfo before = store.info(url);
        String version = version(before);
        Path copies = cache.resolve("catalogs").resolve(digest(url));
        Path directory = copies.resolve(digest(version));
        Path copy = directory.resolve(name(url));
        if (Files.isRegularFile(copy) && Files.size(copy) == before.size()) {
          return copy;
        }
        Path draft = copies.resolve(UUID.randomUUID() + ".new");
        Files.createDirectories(directory);
        try {
          download(url, store, before.size(), draft);
          if (!isKnown(before) || version(store.info(url)).equals(version)) {
            Files.move(draft, copy, StandardCopyOption.REPLACE_EXISTING);
            removeOthers(copies, directory);
            return copy;
          }
        } finally {
          Files.deleteIfExists(draft);
        }
        if (attempt == ATTEMPTS) {
          throw new StorageException(
              Reason.OTHER, url, "The catalog " + url + " changes while it is fetched.", null);
        }
      }
    } catch (IOException failure) {
      throw new StorageException(
          Reason.OTHER, url, "Cannot keep a copy of " + url + ": " + failure, failure);
    }
  }

  private static void download(String url, ObjectStore store, long size, Path into)
      throws IOException {
    try (ObjectSource source = store.open(url, size);
        FileChannel file =
            FileChannel.open(into, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long offset = 0; offset < size; offset += PIECE) {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, size - offset));
        source.read(offset, piece);
        piece.flip();
        while (piece.hasRemaining()) {
          file.write(piece);
        }
      }
    }
  }

  private static boolean isKnown(ObjectInfo info) {
    return info.tag() != null || !info.modified().equals(Instant.EPOCH);
  }

  /** The same as long as the file is; of a store that says nothing, never the same. */
  private static String version(ObjectInfo info) {
    String tag = info.tag();
    if (tag != null) {
      return info.size() + " " + tag;
    }
    return info.size() + " " + (isKnown(info) ? info.modified() : UUID.randomUUID());
  }

  /** What somebody has open stays, where the system keeps it from being removed. */
  private static void removeOthers(Path copies, Path current) {
    try (Stream<Path> versions = Files.list(copies)) {
      for (Path version : versions.toList()) {
        if (Files.isDirectory(version) && !version.equals(current)) {
          remove(version);
        }
      }
    } catch (IOException inUse) {
      // It will go another time.
    }
  }

  private static void remove(Path version) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(version)) {
      files = list.toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(version);
  }

  private static String name(String url) {
    String name = url.substring(url.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    return name.isEmpty() || name.startsWith(".") ? "catalog" : name;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
