import { createSHA256 } from "hash-wasm";

const CHUNK = 4 << 20; // bytes held at once, whatever the file's size

/** SHA-256 of a file in hex; works without a secure context, and for files of many gigabytes. */
export async function sha256(file: Blob, until: AbortSignal): Promise<string> {
  const hasher = await createSHA256();
  for (let at = 0; at < file.size; at += CHUNK) {
    until.throwIfAborted?.();
    hasher.update(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()));
  }
  return hasher.digest("hex");
}
