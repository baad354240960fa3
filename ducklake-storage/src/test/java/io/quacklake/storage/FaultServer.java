package io.quacklake.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A web server on this machine that has one file under each name, or what was written to it, and
 * does not always behave.
 */
final class FaultServer implements AutoCloseable {
  /** What it does instead of answering well. */
  enum Fault {
    NONE,
    FORBIDDEN,
    MISSING,
    BROKEN,
    BUSY,
    /** Busy twice, then well. */
    BUSY_AT_FIRST,
    /** Sends a little at a time, but all of it. */
    SLOW,
    /** Never answers. */
    SILENT,
    /** Sends half of the body and then nothing. */
    STALLED,
    /** Ends the connection in the middle of the body. */
    TRUNCATED,
    /** Truncates the first answer only. */
    TRUNCATED_AT_FIRST,
    /** Sends the whole file, whatever range was asked for. */
    IGNORES_RANGE,
    /** Resets the connection. */
    RESET,
    /** Says that all is well, and in the body that it is not, as S3 may when an upload ends. */
    WELL_BUT_NOT
  }

  record Request(String method, String path, Map<String, String> headers, byte[] body) {}

  private final ServerSocket socket;
  private final Fault fault;
  private final byte @Nullable [] content;
  private final int good;
  private final Written written = new Written();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  private FaultServer(Fault fault, byte @Nullable [] content, int good) throws IOException {
    this.fault = fault;
    this.content = content;
    this.good = good;
    this.socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static FaultServer start(Fault fault, byte[] content) throws IOException {
    return new FaultServer(fault, content, 0);
  }

  /**
   * A server that has nothing but what is written to it.
   *
   * @param good how many requests it answers well before it has its fault
   */
  static FaultServer empty(Fault fault, int good) throws IOException {
    return new FaultServer(fault, null, good);
  }

  /** What was written under a path and may be seen; null if nothing was. */
  byte @Nullable [] written(String path) {
    return written.at(path);
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fault-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        daemon(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (true) {
        Request request = read(in);
        if (request == null) {
          return;
        }
        requests.add(request);
        answer(request, connection);
      }
    } catch (IOException | InterruptedException ended) {
      // The client went away, or this connection was to break.
    }
  }

  private static Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    String[] words = first.split(" ");
    return new Request(words[0], words[1], headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void answer(Request request, Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    int before = requests.size() - 1;
    if (before < good) {
      well(request, out, connection, Fault.NONE);
      return;
    }
    switch (fault) {
      case FORBIDDEN -> send(out, "403 Forbidden", "<Error><Code>AccessDenied</Code></Error>");
      case MISSING -> send(out, "404 Not Found", "");
      case BROKEN -> send(out, "500 Internal Server Error", "");
      case BUSY -> send(out, "503 Slow Down", "");
      case SILENT -> closing.await();
      case RESET -> {
        connection.setSoLinger(true, 0);
        connection.close();
      }
      case BUSY_AT_FIRST -> {
        if (before < good + 2) {
          send(out, "503 Slow Down", "");
        } else {
          well(request, out, connection, fault);
        }
      }
      default -> well(request, out, connection, fault);
    }
  }

  private void well(Request request, OutputStream out, Socket connection, Fault fault)
      throws IOException, InterruptedException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      if (written.isTaken(request)) {
        boolean azure = request.headers().containsKey("x-ms-version");
        send(out, azure ? "409 Conflict" : "412 Precondition Failed", "");
        return;
      }
      String answer = written.take(request);
      if (fault == Fault.WELL_BUT_NOT && answer.contains("Complete")) {
        answer = "<Error><Code>InternalError</Code><Message>Not now.</Message></Error>";
      }
      boolean changed = fault != Fault.NONE && fault != Fault.WELL_BUT_NOT && answer.isEmpty();
      byte[] body = (changed ? " ".repeat(40) : answer).getBytes(UTF_8);
      boolean azure = request.headers().containsKey("x-ms-version");
      head(out, azure ? "201 Created" : "200 OK", body.length, "ETag: \"e\"\r\n");
      body(request, out, body, connection, fault);
      return;
    }
    byte[] content = this.content == null ? written(request.path()) : this.content;
    if (content == null) {
      send(out, "404 Not Found", "");
      return;
    }
    String range = request.headers().getOrDefault("Range", "");
    if (range.isEmpty() || fault == Fault.IGNORES_RANGE) {
      head(out, "200 OK", content.length, "");
      body(request, out, content, connection, fault);
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-", 2);
    int from = Integer.parseInt(ends[0]);
    int to = ends[1].isEmpty() ? content.length - 1 : Integer.parseInt(ends[1]);
    if (from >= content.length) {
      send(out, "416 Range Not Satisfiable", "");
      return;
    }
    to = Math.min(to, content.length - 1);
    head(
        out,
        "206 Partial Content",
        to - from + 1,
        "Content-Range: bytes " + from + "-" + to + "/" + content.length + "\r\n");
    body(request, out, Arrays.copyOfRange(content, from, to + 1), connection, fault);
  }

  private void body(Request request, OutputStream out, byte[] bytes, Socket connection, Fault fault)
      throws IOException, InterruptedException {
    if (request.method().equals("HEAD")) {
      out.flush();
      return;
    }
    boolean truncated =
        fault == Fault.TRUNCATED || (fault == Fault.TRUNCATED_AT_FIRST && requests.size() == 1);
    if (truncated || fault == Fault.STALLED) {
      out.write(bytes, 0, bytes.length / 2);
      out.flush();
      if (truncated) {
        connection.close();
      } else {
        closing.await();
      }
      return;
    }
    if (fault == Fault.SLOW) {
      for (int i = 0; i < bytes.length; i += 1 + bytes.length / 8) {
        out.write(bytes, i, Math.min(1 + bytes.length / 8, bytes.length - i));
        out.flush();
        Thread.sleep(30);
      }
      return;
    }
    out.write(bytes);
    out.flush();
  }

  private static void send(OutputStream out, String status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    head(out, status, bytes.length, "");
    out.write(bytes);
    out.flush();
  }

  private static void head(OutputStream out, String status, int length, String more)
      throws IOException {
    String text = "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n" + more + "\r\n";
    out.write(text.getBytes(ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
