package io.quacklake.transact.internal.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.partition.Transform;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directories such as {@code day=2026-01-01/}, named as the reference names them. */
final class HiveDirectories {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final String HEX = "0123456789ABCDEF";

  private final List<String> names = new ArrayList<>();
  private final List<String> plainNames = new ArrayList<>();

  HiveDirectories(List<PartitionKey> keys) {
    Set<String> used = new HashSet<>();
    for (PartitionKey key : keys) {
      String name = name(key.transform(), key.column());
      if (!used.add(name.toLowerCase(Locale.ROOT))) {
        name = name + "_" + key.column();
        used.add(name.toLowerCase(Locale.ROOT));
      }
      names.add(escaped(name));
      plainNames.add(name);
    }
  }

  List<String> plainNames() {
    return plainNames;
  }

  private static String name(Transform transform, String column) {
    if (transform instanceof Transform.Identity) {
      return column;
    }
    if (transform instanceof Transform.Bucket) {
      return "bucket";
    }
    return transform.toString();
  }

  /** The directories for the texts of all keys, each with a separator at its end. */
  String of(List<@Nullable String> texts) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String text = texts.get(i);
      path.append(names.get(i)).append('=').append(text == null ? NULL : escaped(text)).append('/');
    }
    return path.toString();
  }

  /** All but letters, digits and {@code _ . - ~} of ASCII as percent and hexadecimal bytes. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '_'
              || b == '.'
              || b == '-'
              || b == '~';
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return out.toString();
  }
}
