/** Files that are replaced whole: whoever reads at the same moment sees the old one or the new one. */
import { rename, rm, writeFile } from 'node:fs/promises';

/** Replaces or makes a file that only its owner may read. Rejects as the file system does; nothing is left then. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}
