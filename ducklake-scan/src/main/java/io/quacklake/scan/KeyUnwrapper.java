package io.quacklake.scan;

import java.util.Base64;

/**
 * Makes the key of an encrypted file from what the catalog has for it. The reference stores keys as
 * they are, in Base64; a lake whose catalog must not hold them stores them wrapped by a master key
 * that a key management service keeps, and is read with an unwrapper of its own:
 *
 * <pre>{@code
 * KeyUnwrapper kms = (wrapped, location) -> kmsClient.decrypt(Base64.getDecoder().decode(wrapped));
 * LakehouseConfig config = LakehouseConfig.of(address).withKeyUnwrapper(kms);
 * }</pre>
 *
 * <p>It is asked once for each encrypted data file and delete file that a scan or a change feed
 * opens, by several threads at a time; where asking costs, it remembers. What it throws becomes a
 * {@link KeyUnwrapException}.
 */
@FunctionalInterface
public interface KeyUnwrapper {
  /** Keys that are not wrapped, in Base64: what every lake of the reference has. */
  KeyUnwrapper PLAIN = (key, location) -> Base64.getDecoder().decode(key);

  /**
   * Makes a key.
   *
   * @param storedKey the text that the catalog has for the file
   * @param location where the file lies
   * @return 16, 24 or 32 bytes
   */
  byte[] unwrap(String storedKey, String location);
}
