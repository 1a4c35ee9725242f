/** Files out of what was dropped, folders walked through to their leaves. */

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

async function leaves(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) {
    return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const found: File[] = [];
  // A reader hands out at most a hundred at a time, and an empty list at the end.
  for (let some = await read(reader); some.length > 0; some = await read(reader)) {
    for (const one of some) found.push(...(await leaves(one)));
  }
  return found;
}

/** All files of a drop; those that cannot be read are left out. */
export async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (entries.every((one) => one === null)) return plain;
  const found: File[] = [];
  for (const entry of entries) {
    if (entry !== null) found.push(...(await leaves(entry).catch(() => [])));
  }
  return found;
}
