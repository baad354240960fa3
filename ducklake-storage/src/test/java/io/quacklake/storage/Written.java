package io.quacklake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.storage.FaultServer.Request;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects as S3 and Azure take them, whole or in parts, which are seen when they are completed. */
final class Written {
  private static final Pattern PART = Pattern.compile("[?&](?:partNumber|blockid)=([^&]+)");
  private static final Pattern LISTED =
      Pattern.compile("<(?:PartNumber|Latest|Uncommitted|Committed)>([^<]+)<");

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, byte[]> parts = new ConcurrentHashMap<>();

  byte @Nullable [] at(String path) {
    return objects.get(path);
  }

  /** Whether a write is one that wants a free name, and the name is not. */
  boolean isTaken(Request request) {
    return request.headers().containsKey("If-None-Match") && objects.containsKey(request.path());
  }

  /** Does what a PUT, POST or DELETE says; the body of the answer. */
  synchronized String take(Request request) {
    String path = request.path();
    int query = path.indexOf('?');
    String object = query < 0 ? path : path.substring(0, query);
    String words = query < 0 ? "" : path.substring(query);
    Matcher part = PART.matcher(words);
    if (request.method().equals("DELETE")) {
      if (!words.contains("uploadId")) {
        objects.remove(object);
      }
      return "";
    }
    if (words.contains("uploadType")) { // Google
      return "{\"name\":\"x\",\"bucket\":\"lake\",\"size\":\"1\",\"etag\":\"e\","
          + "\"updated\":\"2026-01-01T00:00:00Z\",\"generation\":\"1\"}";
    }
    if (part.find()) {
      parts.put(URLDecoder.decode(part.group(1), UTF_8), request.body());
      return "";
    }
    if (request.method().equals("POST") && !words.contains("uploadId")) {
      return "<InitiateMultipartUploadResult><Bucket>lake</Bucket><Key>x</Key>"
          + "<UploadId>1</UploadId></InitiateMultipartUploadResult>";
    }
    if (request.method().equals("POST") || words.contains("comp=blocklist")) {
      objects.put(object, assembled(new String(request.body(), UTF_8)));
      return "<CompleteMultipartUploadResult><Bucket>lake</Bucket><Key>x</Key>"
          + "<ETag>\"e\"</ETag></CompleteMultipartUploadResult>";
    }
    objects.put(object, request.body());
    return "";
  }

  private byte[] assembled(String list) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Matcher each = LISTED.matcher(list);
    while (each.find()) {
      whole.writeBytes(parts.get(each.group(1)));
    }
    return whole.toByteArray();
  }
}
