package io.quacklake.catalog.internal.jdbc;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was asked of a database file before it was let go of. It still holds as long as the file and
 * its logs are those they were: whoever commits writes one of them. So nobody has to open the file,
 * and to keep others from it, just to learn that nothing has happened.
 */
final class LastAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(LastAnswers.class);

  /** Logs of DuckDB: the usual one, and one for commits while a checkpoint is made. */
  private static final List<String> LOGS = List.of(".wal", ".checkpoint.wal");

  /** Where the attributes of files are never older than the files; networks keep them for long. */
  private static final Set<String> TRUSTED =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay", "apfs");

  /** The clock of file times may stand still for so long that two writes have one time. */
  private static final Duration SETTLED = Duration.ofMillis(200);

  private final Path file;
  private final boolean trusted;
  private final Map<String, Answers> answers = new HashMap<>();
  private List<Object> state = List.of();

  LastAnswers(Path file) {
    this.file = file;
    this.trusted = isTrusted(file);
  }

  /** Forgets all answers, and keeps these; nobody can write the file meanwhile. */
  void keep(Map<String, Answers> known) {
    answers.clear();
    state = trusted && !known.isEmpty() ? state() : List.of();
    if (!state.isEmpty() && isSettled(state)) {
      answers.putAll(known);
    }
  }

  /** By schema; empty if there are none that hold. */
  Map<String, Answers> all() {
    if (!answers.isEmpty() && !state.equals(state())) {
      answers.clear();
    }
    return answers;
  }

  /** Which files there are and when each was changed; empty if that cannot be told. */
  private List<Object> state() {
    List<Object> seen = new ArrayList<>();
    try {
      seen.add(attributes(file));
      for (String log : LOGS) {
        seen.add(attributes(file.resolveSibling(file.getFileName() + log)));
      }
    } catch (IOException e) {
      LOG.debug("The state of {} cannot be told", file, e);
      return List.of();
    }
    return seen;
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, "unix:dev,ino,size,ctime,lastModifiedTime");
    } catch (NoSuchFileException absent) {
      return Map.of();
    }
  }

  private static boolean isSettled(List<Object> state) {
    Instant last = Instant.now().minus(SETTLED);
    for (Object each : state) {
      for (Object value : ((Map<?, ?>) each).values()) {
        if (value instanceof FileTime time && time.toInstant().isAfter(last)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isTrusted(Path file) {
    try {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
          && TRUSTED.contains(Files.getFileStore(file).type());
    } catch (IOException e) {
      LOG.debug("The file system of {} cannot be told", file, e);
      return false;
    }
  }
}
