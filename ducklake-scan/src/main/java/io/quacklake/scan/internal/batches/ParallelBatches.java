package io.quacklake.scan.internal.batches;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads several units at once and hands their batches out in order. A pool thread is never held
 * while the consumer is slow: a unit whose batches wait is parked and goes on when one is taken, so
 * that scans that share a pool cannot block each other.
 */
public final class ParallelBatches implements BatchSource {
  /** Batches of one unit that may wait to be taken. */
  private static final int WAITING = 2;

  private final Units units;
  private final Executor pool;
  private final int width;

  /**
   * Guards {@link #units}, and makes the order of slots that of units. Taken before {@code this}.
   */
  private final Object opening = new Object();

  private final Deque<Slot> slots = new ArrayDeque<>();
  private int openings;
  private int running;
  private boolean exhausted;
  private boolean closed;
  private @Nullable Throwable failedOpening;

  public ParallelBatches(Units units, Executor pool, int width) {
    this.units = units;
    this.pool = pool;
    this.width = width;
  }

  private static final class Slot {
    private final BatchSource unit;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private boolean running;
    private boolean done;
    private @Nullable Throwable failure;

    Slot(BatchSource unit) {
      this.unit = unit;
    }
  }

  @Override
  public synchronized @Nullable Batch next() {
    while (true) {
      openMore();
      Slot head = slots.peek();
      while (head == null ? openings > 0 : head.ready.isEmpty() && !head.done) {
        await();
        head = slots.peek();
      }
      if (head == null) {
        rethrow(failedOpening);
        if (exhausted) {
          return null;
        }
      } else if (!head.ready.isEmpty()) {
        Batch batch = head.ready.remove();
        resume(head);
        return batch;
      } else {
        rethrow(head.failure);
        slots.remove();
      }
    }
  }

  /** Keeps {@code width} units in work. */
  private void openMore() {
    while (!exhausted && failedOpening == null && !closed && slots.size() + openings < width) {
      openings++;
      running++;
      pool.execute(this::open);
    }
  }

  private void open() {
    Slot slot = null;
    try {
      synchronized (opening) {
        BatchSource unit = isClosed() ? null : units.next();
        synchronized (this) {
          if (unit == null) {
            exhausted = true;
          } else {
            slot = new Slot(unit);
            slots.add(slot);
          }
        }
      }
    } catch (RuntimeException | Error failure) {
      synchronized (this) {
        failedOpening = failure;
      }
    }
    synchronized (this) {
      openings--;
      running--;
      if (slot != null) {
        resume(slot);
      }
      notifyAll();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Lets a unit go on unless it is at work, at its end, or far enough ahead. */
  private void resume(Slot slot) {
    if (!slot.running && !slot.done && !closed && slot.ready.size() < WAITING) {
      slot.running = true;
      running++;
      pool.execute(() -> advance(slot));
    }
  }

  private void advance(Slot slot) {
    Batch batch = null;
    Throwable failure = null;
    try {
      batch = slot.unit.next();
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
    boolean ended = batch == null;
    if (ended) {
      try {
        slot.unit.close();
      } catch (RuntimeException | Error thrown) {
        failure = failure == null ? thrown : failure;
      }
    }
    synchronized (this) {
      running--;
      slot.running = false;
      if (ended) {
        slot.done = true;
        slot.failure = failure;
      } else if (batch != null) {
        slot.ready.add(batch);
      }
      resume(slot);
      notifyAll();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
  private void await() {
    try {
      wait();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The scan was interrupted.", interrupted);
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Stops the work and waits for what is being decoded, since that memory is in use. */
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      closed = true;
      while (running > 0) {
        try {
          wait();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
      for (Slot slot : slots) {
        slot.ready.forEach(Batch::close);
        slot.ready.clear();
        if (!slot.done) {
          slot.done = true;
          slot.unit.close();
        }
      }
      slots.clear();
    }
    units.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
