package io.quacklake.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An authority of the tests' own and a certificate by it for {@code localhost}, not for an address.
 * It needs {@code openssl}.
 */
public final class Certificates {
  /** What to say where the program is missing. */
  public static final String MISSING = "OpenSSL is not installed here (openssl)";

  private final Path program;
  private final Path directory;

  private Certificates(Path program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /** Makes them in an empty directory; empty where the program is missing. */
  public static Optional<Certificates> in(Path directory) {
    return Programs.find(List.of(), "openssl")
        .map(
            place -> {
              Certificates made = new Certificates(place.resolve("openssl"), directory);
              made.make();
              return made;
            });
  }

  private void make() {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Tests -keyout %s -out %s",
        file("authority.key"), authority());
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout %s -out %s",
        file("server.key"), file("server.csr"));
    try {
      Files.writeString(file("names"), "subjectAltName=DNS:localhost\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl(
        "x509 -req -in %s -days 2 -CA %s -CAkey %s -CAcreateserial -extfile %s -out %s",
        file("server.csr"), authority(), file("authority.key"), file("names"), file("server.pem"));
  }

  private void openssl(String options, Path... files) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    int next = 0;
    for (String option : options.split(" ", -1)) {
      command.add(option.equals("%s") ? files[next++].toString() : option);
    }
    Programs.run(command);
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  /** The certificate of the authority, which clients are told to trust. */
  public Path authority() {
    return file("authority.pem");
  }

  /**
   * Puts the server's certificate and its key, as server.pem and server.key, into a directory of
   * the server's.
   */
  void install(Path target, String user) {
    try {
      for (String name : List.of("server.pem", "server.key")) {
        Path copy = target.resolve(name);
        Files.copy(file(name), copy);
        Programs.keepFor(copy, user);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
