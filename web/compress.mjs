// Writes a .br and a .gz beside every text file of a folder; the server sends them as they are.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXT = new Set([".js", ".css", ".html", ".svg", ".json", ".wasm", ".webmanifest"]);
const SMALLEST = 512; // bytes; below it the header costs more than the packing saves

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function pack(path) {
  const plain = await readFile(path);
  if (plain.length < SMALLEST) return;
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await writeFile(`${path}.br`, await brotli(plain, options));
  await writeFile(`${path}.gz`, await zip(plain, { level: 9 }));
}

const folder = process.argv[2] ?? "dist";
for (const entry of await readdir(folder, { recursive: true })) {
  if (TEXT.has(extname(entry))) await pack(join(folder, entry));
}
