package io.quacklake.scan.internal.parquet.bytes;

import java.nio.ByteBuffer;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Reads Thrift structures from bytes in memory. A length that claims more than there is left fails
 * before anything is allocated for it.
 */
public final class ThriftInput extends TTransport {
  private static final TConfiguration LIMITS =
      new TConfiguration(Integer.MAX_VALUE, Integer.MAX_VALUE, 64);

  private final ByteBuffer bytes;

  private ThriftInput(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Reads {@code into} from the position of {@code bytes}, which moves behind the structure. */
  public static <T extends TBase<T, ?>> T read(T into, ByteBuffer bytes) throws TException {
    try {
      int most = bytes.remaining(); // every element of a list takes a byte or more
      into.read(new TCompactProtocol(new ThriftInput(bytes), most, most));
      return into;
    } catch (TException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new TException("not a " + into.getClass().getSimpleName(), e);
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void open() {}

  @Override
  public void close() {}

  @Override
  public int read(byte[] into, int offset, int length) throws TTransportException {
    checkReadBytesAvailable(length);
    bytes.get(into, offset, length);
    return length;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] getBuffer() {
    return bytes.array();
  }

  @Override
  public int getBufferPosition() {
    return bytes.arrayOffset() + bytes.position();
  }

  @Override
  public int getBytesRemainingInBuffer() {
    return bytes.hasArray() ? bytes.remaining() : -1;
  }

  @Override
  public void consumeBuffer(int length) {
    bytes.position(bytes.position() + length);
  }

  @Override
  public TConfiguration getConfiguration() {
    return LIMITS;
  }

  @Override
  public void updateKnownMessageSize(long size) {}

  @Override
  public void checkReadBytesAvailable(long length) throws TTransportException {
    if (length < 0 || length > bytes.remaining()) {
      throw new TTransportException(
          TTransportException.END_OF_FILE,
          length + " bytes wanted, " + bytes.remaining() + " left");
    }
  }
}
