package io.quacklake.storage.internal.opendal;

import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import io.quacklake.storage.StorageOptions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.opendal.OpenDALException;

/**
 * Makes opendal's errors short: without addresses (which may be signed), headers and backtraces.
 */
final class OpendalErrors {
  private static final int LONGEST = 300;
  private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");
  private static final Pattern SIGNED =
      Pattern.compile("([?&](sig|X-Amz-[A-Za-z-]+|Signature)=)[^&\\s\"]*");
  private static final Pattern CONNECTION =
      Pattern.compile("client error \\(Connect\\): ([^\n]{1,200})");
  private static final Pattern SERVICE_MESSAGE = Pattern.compile("message: \"([^\"]{1,200})\"");

  private OpendalErrors() {}

  static StorageException of(
      String operation, String location, OpenDALException failure, StorageOptions options) {
    String text = String.valueOf(failure.getMessage());
    Matcher found = STATUS.matcher(text);
    int status = found.find() ? Integer.parseInt(found.group(1)) : 0;
    Reason reason = reason(failure.getCode(), status, text);
    String why =
        switch (reason) {
          case NOT_FOUND -> "there is no such object";
          case EXISTS -> "it exists already";
          case DENIED ->
              isUnsigned(text)
                  ? "no credentials were found in the storage options, the environment, profile"
                      + " files or the role of this machine; for a public bucket set the storage"
                      + " option anonymous=true"
                  : "permission denied: " + words(text);
          case THROTTLED -> "the store is too busy, it answered so each time";
          case TOO_SHORT -> "it ends before, or the answer did: " + words(text);
          default -> connection(text, options).orElseGet(() -> words(text));
        };
    return new StorageException(
        reason,
        location,
        "Cannot "
            + operation
            + " "
            + location
            + ": "
            + options.withoutSecrets(why)
            + (status == 0 ? "." : " (HTTP " + status + ")."),
        null); // the cause has addresses and headers in it
  }

  private static Reason reason(OpenDALException.Code code, int status, String text) {
    return switch (code) {
      case NotFound -> Reason.NOT_FOUND;
      case PermissionDenied -> Reason.DENIED;
      case AlreadyExists, ConditionNotMatch -> Reason.EXISTS;
      case RateLimited -> Reason.THROTTLED;
      default -> {
        if (status == 429 || status == 503) {
          yield Reason.THROTTLED;
        }
        if (status == 416 || text.contains("got too little data")) {
          yield Reason.TOO_SHORT;
        }
        yield status == 401 || status == 403 || isUnsigned(text) ? Reason.DENIED : Reason.OTHER;
      }
    };
  }

  /** Whether there was nothing to sign a request with. */
  private static boolean isUnsigned(String text) {
    return text.contains("loading credential") || text.contains("no valid credential");
  }

  /** What kept a connection from being made. */
  private static Optional<String> connection(String text, StorageOptions options) {
    Matcher found = CONNECTION.matcher(text);
    return found.find()
        ? Optional.of(
            "no connection to "
                + options.text("endpoint").orElse("the service")
                + ", "
                + found.group(1))
        : Optional.empty();
  }

  /** What the service says, else the first line without what comes before it. */
  private static String words(String text) {
    Matcher service = SERVICE_MESSAGE.matcher(text);
    if (service.find()) {
      return service.group(1);
    }
    int context = text.indexOf("=> ");
    String rest = context < 0 ? text : text.substring(context + 3);
    int end = rest.indexOf("\n");
    String line = SIGNED.matcher(end < 0 ? rest : rest.substring(0, end)).replaceAll("$1***");
    String plain = line.replaceAll("https?://\\S+", "the store").strip();
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }
}
