/** What the system's error codes mean for a backup, and what to do. */
import { messageOf } from "./handler";

/** How a message goes on. */
export interface DiskAdvice {
  /** Whose permission is missing: `the user that runs Pulumi`. */
  user: string;
  /** How another folder is chosen; a folder follows: `set SAIL_BACKUP_DIR to`. */
  choose: string;
}

/** What is wrong with the disk, in words, and what to do; the system's own words where there are no better ones. */
export function diskProblem(error: unknown, { user, choose }: DiskAdvice): string {
  const elsewhere = `${choose} another folder`;
  const onOtherDisk = `${choose} a folder on another disk`;
  const noPermission = `${user} has no permission - grant it, or ${elsewhere}`;
  const problems: Readonly<Record<string, string>> = {
    EEXIST: `a file stands where a folder should be - ${choose} a folder`,
    ENOTDIR: `a part of the path is a file, not a folder - ${choose} a folder`,
    ENOTEMPTY: `somebody else has written there meanwhile - ${elsewhere}`,
    EACCES: noPermission,
    EPERM: noPermission,
    EROFS: `the file system is read-only - ${elsewhere}`,
    ENOSPC: `the disk is full - free some space, or ${onOtherDisk}`,
    EDQUOT: `the disk quota is used up - free some space, or ${onOtherDisk}`,
    EFBIG: `the file is larger than the system allows - raise the limit (ulimit -f), or ${onOtherDisk}`,
    ENAMETOOLONG: `the path is too long - ${choose} a shorter one`,
  };
  return problems[systemCodeOf(error) ?? ""] ?? `${messageOf(error)} - ${elsewhere}`;
}

/** The code of an error of the system, such as `ENOENT`. Not by `instanceof`: it need not be of this realm. */
export function systemCodeOf(error: unknown): string | undefined {
  const hasCode = typeof error === "object" && error !== null && "code" in error;
  return hasCode && typeof error.code === "string" ? error.code : undefined;
}
