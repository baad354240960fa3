package io.quacklake.transact.internal.spill;

import io.quacklake.transact.internal.rows.TableBatch;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Batches of one schema in a temporary file, in the directory that {@code java.io.tmpdir} names.
 * The file is gone when this is closed, or the process ends in whatever way; where the system
 * allows it has no name from the start.
 */
public final class SpillFile implements AutoCloseable {
  private static final int KEY_BITS = 128;
  private static final int IV_BYTES = 16;

  /** Whether what is in the file can be read by others. */
  public enum Secrecy {
    PLAIN,
    /** Encrypted with a key that only this process has, and keeps in memory. */
    ENCRYPTED
  }

  /** Where a batch is. */
  public record Block(int number, long start, long length) {}

  private final Path path;
  private final FileChannel channel;
  private final @Nullable SecretKey key;
  private final List<Field> fields;
  private final BufferAllocator allocator;
  private int blocks;

  private SpillFile(
      Path path,
      FileChannel channel,
      @Nullable SecretKey key,
      List<Field> fields,
      BufferAllocator allocator) {
    this.path = path;
    this.channel = channel;
    this.key = key;
    this.fields = List.copyOf(fields);
    this.allocator = allocator;
  }

  /**
   * An empty file.
   *
   * @param fields those of every batch
   */
  public static SpillFile create(List<Field> fields, Secrecy secrecy, BufferAllocator allocator) {
    SecretKey key = secrecy == Secrecy.ENCRYPTED ? newKey() : null;
    try {
      Path path = Files.createTempFile("quacklake-", ".spill");
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return new SpillFile(path, channel, key, fields, allocator);
    } catch (IOException failure) {
      throw failed("make a file", System.getProperty("java.io.tmpdir"), failure);
    }
  }

  private static UncheckedIOException failed(String what, @Nullable Object where, IOException why) {
    return new UncheckedIOException(
        "Cannot "
            + what
            + " for rows that do not fit into memory, "
            + where
            + ": "
            + why.getMessage()
            + ". Java's property java.io.tmpdir says where such files lie.",
        why);
  }

  /** Writes a batch behind the others; it stays the caller's. */
  public Block write(TableBatch batch) {
    try {
      long start = channel.size();
      channel.position(start);
      VectorSchemaRoot root = new VectorSchemaRoot(fields, batch.vectors(), batch.rows());
      OutputStream out = Channels.newOutputStream(channel);
      try (ArrowRecordBatch message = new VectorUnloader(root).getRecordBatch()) {
        CipherOutputStream sealed =
            key == null ? null : new CipherOutputStream(out, cipher(Cipher.ENCRYPT_MODE, blocks));
        OutputStream to = sealed == null ? out : sealed;
        MessageSerializer.serialize(new WriteChannel(Channels.newChannel(to)), message);
        to.flush(); // a stream cipher has nothing left to write
      }
      return new Block(blocks++, start, channel.position() - start);
    } catch (IOException failure) {
      throw failed("write to the file", path, failure);
    }
  }

  /** A batch that was written; the caller owns it. */
  public TableBatch read(Block block) {
    List<FieldVector> vectors = new ArrayList<>();
    boolean done = false;
    try {
      for (Field field : fields) {
        vectors.add(field.createVector(allocator));
      }
      VectorSchemaRoot root = new VectorSchemaRoot(fields, vectors, 0);
      InputStream in = new Section(channel, block.start(), block.length());
      if (key != null) {
        in = new CipherInputStream(in, cipher(Cipher.DECRYPT_MODE, block.number()));
      }
      try (ArrowRecordBatch message =
          MessageSerializer.deserializeRecordBatch(
              new ReadChannel(Channels.newChannel(in)), allocator)) {
        if (message == null) {
          throw new EOFException("it ends early");
        }
        new VectorLoader(root).load(message);
      }
      done = true;
      return TableBatch.owning(vectors, root.getRowCount());
    } catch (IOException failure) {
      throw failed("read from the file", path, failure);
    } finally {
      if (!done) {
        TableBatch.owning(vectors, 0).close();
      }
    }
  }

  private static SecretKey newKey() {
    try {
      KeyGenerator keys = KeyGenerator.getInstance("AES");
      keys.init(KEY_BITS);
      return keys.generateKey();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This Java has no AES.", missing);
    }
  }

  /** Each block has its own stream of the key. */
  private Cipher cipher(int mode, int block) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] start = new byte[IV_BYTES];
      ByteBuffer.wrap(start).putInt(block);
      cipher.init(mode, key, new IvParameterSpec(start));
      return cipher;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This Java has no AES.", missing);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw failed("close the file", path, failure);
    }
  }

  /** Some bytes of a file. */
  private static final class Section extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long next;

    Section(FileChannel channel, long start, long length) {
      this.channel = channel;
      this.next = start;
      this.end = start + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (next >= end) {
        return -1;
      }
      int count = (int) Math.min(most, end - next);
      int got = channel.read(ByteBuffer.wrap(into, from, count), next);
      next += Math.max(0, got);
      return got;
    }
  }
}
