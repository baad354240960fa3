package io.quacklake.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Standard output, which its reader may close early, as {@code head} does. */
public final class StandardOutput extends FilterOutputStream {
  public StandardOutput(OutputStream out) {
    super(out);
  }

  /** Nobody reads on. */
  public static final class ClosedByReader extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedByReader(IOException cause) {
      super("The reader of standard output has closed it", cause);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw told(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Java tells a closed pipe from a full disk by the text alone. */
  private static IOException told(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("pipe") ? new ClosedByReader(e) : e;
  }
}
