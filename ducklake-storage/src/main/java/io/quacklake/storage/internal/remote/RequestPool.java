package io.quacklake.storage.internal.remote;

import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that make the requests of one store, and the deadline of each request.
 *
 * <p>Native code cannot be interrupted: a request that is given up may hold its thread until its
 * connection ends. So the pool gets another thread for it meanwhile, up to a limit, and what the
 * requests use is freed by the last thread that leaves.
 */
public final class RequestPool implements AutoCloseable {
  private static final int MOST_GIVEN_UP = 64;
  private static final long IDLE_SECONDS = 5;
  private static final long LOOK_MILLIS = 200;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final long deadlineNanos;
  private final int threads;
  private final ThreadPoolExecutor executor;
  private final Set<Pending<?>> running = ConcurrentHashMap.newKeySet();
  private int givenUp;

  /**
   * @param deadline for a request, with all its repetitions
   * @param whenUnused run once, after the pool was closed and its last request has ended
   */
  public RequestPool(int threads, Duration deadline, Runnable whenUnused) {
    this.deadlineNanos = deadline.toNanos();
    this.threads = threads;
    this.executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "quacklake-storage-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            }) {
          @Override
          protected void terminated() {
            whenUnused.run();
          }
        };
    executor.allowCoreThreadTimeOut(true);
  }

  /** A request that was made. */
  public final class Pending<T> extends FutureTask<T> {
    private final String operation;
    private final String location;
    private volatile long started;
    private boolean left;

    private Pending(String operation, String location, Callable<T> request) {
      super(request);
      this.operation = operation;
      this.location = location;
    }

    @Override
    public void run() {
      started = System.nanoTime() | 1; // never 0
      running.add(this);
      try {
        super.run();
      } finally {
        running.remove(this);
        returned(this);
      }
    }

    private long remaining(long now) {
      return started == 0 ? Long.MAX_VALUE : deadlineNanos - (now - started);
    }

    /**
     * Waits for the answer.
     *
     * @throws StorageException if the request failed, or its deadline passed
     */
    public T await() {
      while (true) {
        long now = System.nanoTime();
        long patience = Math.min(remaining(now), TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        try {
          return get(Math.max(patience, 1), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
          giveUpLate();
        } catch (CancellationException late) {
          throw failure(started == 0 ? Reason.OTHER : Reason.TIMEOUT, late);
        } catch (ExecutionException failure) {
          throw rethrown(failure.getCause() == null ? failure : failure.getCause());
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          cancel(true);
          throw new StorageException(
              Reason.OTHER,
              location,
              "Cannot " + operation + " " + location + ": interrupted.",
              interrupted);
        }
      }
    }

    private RuntimeException rethrown(Throwable cause) {
      if (cause instanceof StorageException failure) {
        // One of this thread's own, since it may be thrown in several.
        return new StorageException(
            failure.reason(), failure.location(), String.valueOf(failure.getMessage()), failure);
      }
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof io.quacklake.format.DuckLakeException ours) {
        return ours;
      }
      return new StorageException(
          Reason.OTHER, location, "Cannot " + operation + " " + location + ": " + cause, cause);
    }

    private StorageException failure(Reason reason, Throwable cause) {
      String why =
          reason == Reason.TIMEOUT
              ? "no answer within "
                  + Duration.ofNanos(deadlineNanos).toMillis()
                  + " ms (option request_timeout)"
              : "the store was closed";
      return new StorageException(
          reason, location, "Cannot " + operation + " " + location + ": " + why + ".", cause);
    }
  }

  /** Makes a request as soon as a thread is free. */
  public <T> Pending<T> submit(String operation, String location, Callable<T> request) {
    Pending<T> pending = new Pending<>(operation, location, request);
    try {
      executor.execute(pending);
    } catch (RejectedExecutionException closed) {
      pending.cancel(false);
    }
    return pending;
  }

  /** Makes a request and waits for its answer. */
  public <T> T call(String operation, String location, Callable<T> request) {
    return submit(operation, location, request).await();
  }

  /** Ends the waiting for requests whose deadline has passed, and replaces their threads. */
  private void giveUpLate() {
    long now = System.nanoTime();
    for (Pending<?> each : running) {
      if (each.remaining(now) <= 0 && leave(each)) {
        each.cancel(true);
      }
    }
  }

  private synchronized boolean leave(Pending<?> late) {
    if (late.left || !running.contains(late)) {
      return false;
    }
    late.left = true;
    givenUp++;
    resize();
    return true;
  }

  private synchronized void returned(Pending<?> done) {
    if (done.left) {
      givenUp--;
      resize();
    }
  }

  private void resize() {
    int size = threads + Math.min(givenUp, MOST_GIVEN_UP);
    if (size > executor.getMaximumPoolSize()) {
      executor.setMaximumPoolSize(size);
      executor.setCorePoolSize(size);
    } else {
      executor.setCorePoolSize(size);
      executor.setMaximumPoolSize(size);
    }
  }

  /** Lets go of requests that have not begun; those that have end by themselves. */
  @Override
  public void close() {
    executor.shutdown();
    for (Runnable queued : executor.shutdownNow()) {
      ((Pending<?>) queued).cancel(false);
    }
  }
}
