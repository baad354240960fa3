package io.quacklake.transact;

import org.jspecify.annotations.Nullable;

/**
 * What a commit says of itself.
 *
 * @param extraInfo free text, JSON by habit
 */
public record CommitInfo(
    @Nullable String message, @Nullable String author, @Nullable String extraInfo) {
  private static final CommitInfo NONE = new CommitInfo(null, null, null);

  /** Nothing. */
  public static CommitInfo none() {
    return NONE;
  }

  /** Why the change was made. */
  public static CommitInfo message(String message) {
    return new CommitInfo(message, null, null);
  }

  public CommitInfo withAuthor(@Nullable String newAuthor) {
    return new CommitInfo(message, newAuthor, extraInfo);
  }

  public CommitInfo withExtraInfo(@Nullable String newExtraInfo) {
    return new CommitInfo(message, author, newExtraInfo);
  }
}
