package io.quacklake.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** Arrow IPC, stream format. */
public final class ArrowOutput implements ResultWriter {
  private static final int CONTINUATION = 0xFFFFFFFF;

  @Override
  public long write(Result result, OutputStream out) throws IOException {
    VectorSchemaRoot root = result.reader().getVectorSchemaRoot();
    VectorUnloader unloader = new VectorUnloader(root);
    long rows = 0;
    // Not closed: the stream belongs to the caller.
    @SuppressWarnings("resource")
    CopyingChannel channel = new CopyingChannel(out);
    MessageSerializer.serialize(channel, root.getSchema());
    while (result.reader().loadNextBatch()) {
      try (ArrowRecordBatch batch = unloader.getRecordBatch()) {
        MessageSerializer.serialize(channel, batch);
      }
      rows += root.getRowCount();
    }
    channel.writeIntLittleEndian(CONTINUATION);
    channel.writeIntLittleEndian(0);
    out.flush();
    return rows;
  }

  /**
   * Copies buffers through an array: Arrow's own way, a direct ByteBuffer over native memory, needs
   * a JVM that was started with {@code --add-opens}.
   */
  private static final class CopyingChannel extends WriteChannel {
    private final byte[] chunk = new byte[1 << 16];

    CopyingChannel(OutputStream out) {
      super(Channels.newChannel(out));
    }

    @Override
    public void write(ArrowBuf buffer) throws IOException {
      long position = buffer.readerIndex();
      long end = position + buffer.readableBytes();
      while (position < end) {
        int length = (int) Math.min(chunk.length, end - position);
        buffer.getBytes(position, chunk, 0, length);
        write(ByteBuffer.wrap(chunk, 0, length));
        position += length;
      }
    }
  }
}
