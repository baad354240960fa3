package io.quacklake.scan.internal.parquet.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import org.junit.jupiter.api.Test;

/** Levels in bytes that the specification gives or that follow from it. */
class LevelReaderTest {
  private static final FileSite SITE = new FileSite("f.parquet", "column c");

  @Test
  void deprecatedBitPackingBeginsAtTheMostSignificantBit() {
    // the specification's example: 0 to 7 in three bits each
    byte[] bytes = {0b00000101, 0b00111001, 0b01110111};
    try (NativeBuffer memory = new NativeBuffer()) {
      long address = put(memory, bytes);
      LevelReader levels = new LevelReader(SITE, 7);
      assertThat(levels.resetToBits(address, address + 3, 8)).isEqualTo(address + 3);
      byte[] read = new byte[8];
      levels.read(read, 0, 3);
      levels.read(read, 3, 5);
      assertThat(read).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThatThrownBy(() -> levels.read(read, 0, 1)).isInstanceOf(CorruptLakeException.class);
    }
  }

  @Test
  void theHybridPacksFromTheLeastSignificantBit() {
    // the specification's example: 0 to 7 in three bits each, as one bit-packed run of 8
    byte[] bytes = {0b11, (byte) 0b10001000, (byte) 0b11000110, (byte) 0b11111010};
    try (NativeBuffer memory = new NativeBuffer()) {
      long address = put(memory, bytes);
      LevelReader levels = new LevelReader(SITE, 7);
      levels.resetToRuns(address, address + 4, 8);
      byte[] read = new byte[8];
      levels.read(read, 0, 8);
      assertThat(read).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(levels.allHighest()).isFalse();
    }
  }

  @Test
  void oneRunOfTheHighestLevelIsRecognised() {
    byte[] bytes = {(byte) (100 << 1 | 0x80), 1, 1}; // 100 times 1
    try (NativeBuffer memory = new NativeBuffer()) {
      long address = put(memory, bytes);
      LevelReader levels = new LevelReader(SITE, 1);
      levels.resetToRuns(address, address + 3, 100);
      assertThat(levels.allHighest()).isTrue();
      levels.resetToRuns(address, address + 3, 101);
      assertThat(levels.allHighest()).isFalse();
    }
  }

  @Test
  void aLevelAboveTheHighestIsRefused() {
    byte[] bytes = {4 << 1, 3}; // 4 times 3
    try (NativeBuffer memory = new NativeBuffer()) {
      long address = put(memory, bytes);
      LevelReader levels = new LevelReader(SITE, 2);
      levels.resetToRuns(address, address + 2, 4);
      assertThatThrownBy(() -> levels.read(new byte[4], 0, 4))
          .isInstanceOf(CorruptLakeException.class)
          .hasMessageContaining("f.parquet");
    }
  }

  private static long put(NativeBuffer memory, byte[] bytes) {
    long address = memory.ensure(bytes.length);
    memory.view(0, bytes.length).put(bytes);
    return address;
  }
}
