package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database file that a process has open either for reading or for writing, and that other
 * processes cannot open while it is written. All catalogs of the process share it. It is opened for
 * writing when somebody writes, after the readers have gone, and let go of soon afterwards; readers
 * in between read through the same instance.
 */
final class ExclusiveFile {
  private static final Logger LOG = LoggerFactory.getLogger(ExclusiveFile.class);
  private static final Map<Path, ExclusiveFile> FILES = new HashMap<>();
  private static final Timer TIMER = new Timer("ducklake-catalog-files", true);

  private static final int STATEMENTS = 64;

  /** For others of this process. */
  private static final long WAIT_MILLIS = 10_000;

  /** For another process that has the file and does nothing with it. */
  private static final long LOCK_WAIT_MILLIS = 5_000;

  /** For others that write it in turn; the one that wants it may try again. */
  private static final long TURN_WAIT_MILLIS = 60_000;

  private static final long LOCK_POLL_MILLIS = 20;

  /** Until a file that was read is let go of; and one that was written, for the next commit. */
  private static final long READ_LINGER_MILLIS = 1_000;

  private static final long WRITE_LINGER_MILLIS = 100;

  /** So long one commit may follow another before other processes get a chance, and how long. */
  private static final long WRITE_TURN_MILLIS = 2_000;

  private static final long REST_MILLIS = 60;

  private final Path path;
  private final CatalogUri address;
  private final Dialect dialect;
  private final LastAnswers lastAnswers;
  private final ThreadLocal<Integer> heldByThread = ThreadLocal.withInitial(() -> 0);

  private int catalogs;
  private @Nullable Access mode;
  private @Nullable OpenFile open;
  private final Map<String, Deque<Session>> idle = new HashMap<>();

  /** By schema, while the file is open for reading. */
  private final Map<String, Answers> answers = new HashMap<>();

  private int running;
  private boolean writing;
  private int waitingWriters;

  /** Readers wait, since the file is to be let go of. */
  private boolean draining;

  private long lastUsed;

  /** For which mode a timer runs. */
  private @Nullable Access timed;

  private long openedAt;
  private long restsUntil = Long.MIN_VALUE;

  /**
   * A connection with its statements.
   *
   * @param schema the statement that chose its schema, or nothing
   */
  record Session(Connection connection, Statements statements, String schema) {}

  private ExclusiveFile(Path path, CatalogUri address, Dialect dialect) {
    this.path = path;
    this.address = address;
    this.dialect = dialect;
    this.lastAnswers = new LastAnswers(path);
  }

  /** What the process has of that file; {@link #leave} it when it is no longer needed. */
  static ExclusiveFile join(CatalogUri address, Dialect dialect) {
    Path path = address.file().orElseThrow().toAbsolutePath().normalize();
    try {
      path = path.toRealPath();
    } catch (IOException e) {
      LOG.debug("Opening {} will say what is wrong with it", path, e);
    }
    synchronized (FILES) {
      Path key = path;
      ExclusiveFile file =
          FILES.computeIfAbsent(key, any -> new ExclusiveFile(key, address, dialect));
      synchronized (file) {
        file.catalogs++;
      }
      return file;
    }
  }

  void leave() {
    synchronized (FILES) {
      synchronized (this) {
        catalogs--;
        if (catalogs == 0 && running == 0) {
          letGo();
          FILES.remove(path);
        }
      }
    }
  }

  /** What was asked of the file before it was let go of, if it still holds. */
  synchronized @Nullable Answers lastAnswers(@Nullable String useSchema) {
    return mode == null ? lastAnswers.all().get(useSchema == null ? "" : useSchema) : null;
  }

  synchronized Session take(Access access, @Nullable String useSchema, SqlErrors errors)
      throws SQLException {
    boolean nested = heldByThread.get() > 0;
    if (access == Access.READ_ONLY) {
      awaitReading(nested);
    } else {
      if (nested) {
        throw new IllegalStateException(
            "The catalog cannot be written inside Catalog.read or Catalog.write: " + address);
      }
      awaitWriting();
    }
    running++;
    boolean taken = false;
    try {
      Session session = session(useSchema == null ? "" : useSchema);
      heldByThread.set(heldByThread.get() + 1);
      writing |= access == Access.READ_WRITE;
      taken = true;
      return session;
    } finally {
      if (!taken) {
        running--;
        notifyAll();
      }
    }
  }

  private void awaitReading(boolean nested) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    while (!nested
        && mode != null
        && (draining || (mode == Access.READ_ONLY && waitingWriters > 0))) {
      await(deadline, "A write of the same process has not come to its end.");
    }
    Patience patience = new Patience();
    while (mode == null && !opens(Access.READ_ONLY, patience)) {
      pause(LOCK_POLL_MILLIS);
    }
  }

  private void awaitWriting() throws SQLException {
    waitingWriters++;
    try {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
      Patience patience = new Patience();
      while (writing || mode != Access.READ_WRITE || draining) {
        if (writing || running > 0) {
          await(deadline, "Other reads and writes of this process have not come to their end.");
          continue;
        }
        letGo();
        long rest = restsUntil - System.nanoTime();
        if (restsUntil != Long.MIN_VALUE && rest > 0) {
          pause(TimeUnit.NANOSECONDS.toMillis(rest) + 1);
          continue;
        }
        if (!opens(Access.READ_WRITE, patience)) {
          pause(LOCK_POLL_MILLIS);
        }
      }
    } finally {
      waitingWriters--;
      notifyAll();
    }
  }

  /** Whether the file is open now; if not, another process has it and there is time to wait. */
  private boolean opens(Access access, Patience patience) throws SQLException {
    if (!Files.exists(path)) {
      throw new CatalogException( // the driver would make one
          SqlFailure.NO_DATABASE, "There is no catalog file " + path + " any more.", null);
    }
    try {
      open = OpenFile.open(dialect, address, path, access);
      mode = access;
      openedAt = System.nanoTime();
      if (dialect.excludesWriters(access)) {
        answers.putAll(lastAnswers.all()); // nobody can write any more; did somebody?
      }
      return true;
    } catch (SQLException e) {
      if (dialect.classify(e) != SqlFailure.LOCKED || patience.isOver(e)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * How long to wait for other processes. One that has the file and leaves it as it is, a shell of
   * DuckDB say, will not let go of it soon; while it changes, or is in other hands than before, its
   * users take turns.
   */
  private final class Patience {
    private long began;
    private long seen;
    private List<Object> last = List.of();

    /**
     * @param locked which names the process that has the file
     */
    boolean isOver(SQLException locked) {
      long now = System.nanoTime();
      List<Object> signs = List.of(times(), String.valueOf(locked.getMessage()));
      if (last.isEmpty()) {
        began = now;
      }
      if (!signs.equals(last)) {
        last = signs;
        seen = now;
      }
      return now - seen > TimeUnit.MILLISECONDS.toNanos(LOCK_WAIT_MILLIS)
          || now - began > TimeUnit.MILLISECONDS.toNanos(TURN_WAIT_MILLIS);
    }

    /** Of the file and of its log, which commits are written to first. */
    private List<FileTime> times() {
      List<FileTime> times = new ArrayList<>();
      for (Path each : List.of(path, path.resolveSibling(path.getFileName() + ".wal"))) {
        try {
          times.add(Files.getLastModifiedTime(each));
        } catch (IOException absent) {
          times.add(FileTime.fromMillis(0));
        }
      }
      return times;
    }
  }

  private Session session(String useSchema) throws SQLException {
    Deque<Session> known = idle.getOrDefault(useSchema, new ArrayDeque<>());
    while (!known.isEmpty()) {
      Session session = known.pop();
      if (!session.connection().isClosed()) {
        return session;
      }
    }
    Access current = mode;
    OpenFile file = open;
    if (current == null || file == null) {
      throw new IllegalStateException("The file is not open");
    }
    Connection connection = file.connect();
    if (!useSchema.isEmpty()) {
      try (var statement = connection.createStatement()) {
        statement.execute(useSchema);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    Answers shared =
        dialect.excludesWriters(current)
            ? answers.computeIfAbsent(useSchema, any -> new Answers())
            : null;
    return new Session(connection, new Statements(connection, STATEMENTS, shared), useSchema);
  }

  synchronized void giveBack(Session session, Access access) {
    heldByThread.set(heldByThread.get() - 1);
    lastUsed = System.nanoTime();
    running--;
    if (access == Access.READ_WRITE) {
      writing = false;
    }
    idle.computeIfAbsent(session.schema(), any -> new ArrayDeque<>()).push(session);
    boolean turnIsOver =
        mode == Access.READ_WRITE
            && System.nanoTime() - openedAt > TimeUnit.MILLISECONDS.toNanos(WRITE_TURN_MILLIS);
    if (running == 0 && turnIsOver) {
      restsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
    }
    if (running == 0 && (draining || turnIsOver || catalogs == 0)) {
      letGo();
    } else if (mode == Access.READ_WRITE && turnIsOver) {
      draining = true; // the last of those that run lets go
    } else {
      letGoLater(linger());
    }
    notifyAll();
  }

  private long linger() {
    return mode == Access.READ_WRITE ? WRITE_LINGER_MILLIS : READ_LINGER_MILLIS;
  }

  private void letGoLater(long millis) {
    if (timed == mode) {
      return;
    }
    Access timedFor = mode;
    timed = mode;
    TIMER.schedule(
        new TimerTask() {
          @Override
          public void run() {
            timeIsUp(timedFor);
          }
        },
        millis);
  }

  private synchronized void timeIsUp(@Nullable Access timedFor) {
    if (timed == timedFor) {
      timed = null;
    }
    if (mode != timedFor || mode == null || running > 0) {
      return; // who gives back last sets it again
    }
    long left = linger() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastUsed);
    if (left <= 0) {
      letGo();
      notifyAll();
    } else {
      letGoLater(left);
    }
  }

  /** Closes what is open; nobody uses it. */
  private void letGo() {
    if (mode != null) {
      lastAnswers.keep(answers);
      answers.clear();
    }
    for (Deque<Session> sessions : idle.values()) {
      for (Session session : sessions) {
        try {
          session.connection().close();
        } catch (SQLException e) {
          LOG.warn("A connection to {} could not be closed", path, e);
        }
      }
    }
    idle.clear();
    mode = null;
    draining = false;
    OpenFile file = open;
    open = null;
    try {
      if (file != null) {
        file.close();
      }
    } catch (SQLException e) {
      LOG.warn("The catalog file {} could not be closed", path, e);
    }
  }

  private void await(long deadline, String why) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new CatalogException(
          SqlFailure.BUSY, "The catalog file " + path + " is in use. " + why + " Try again.", null);
    }
    pause(left);
  }

  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private void pause(long millis) {
    try {
      wait(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          SqlFailure.OTHER, "Interrupted while waiting for the catalog file " + path, e);
    }
  }
}
