/** What lies at a path: whatever keeps it from being seen, it is not there for this process. */
import { statSync } from "node:fs";

/** Whether a path leads to a regular file that this process can see. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether a path leads to a folder that this process can see. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
