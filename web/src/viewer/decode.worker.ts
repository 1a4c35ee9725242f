/** Decoding off the page's thread: HTJ2K by OpenJPH, uncompressed frames by themselves. */

import wasm from "@cornerstonejs/codec-openjph/wasm?url";

import { codestreamLayout } from "./codestream.ts";
import type { Answer, Task } from "./decoder.ts";
import { startCodec, type Codec } from "./openjph.ts";
import { toPixels, type Pixels } from "./pixels.ts";

let module: Promise<WebAssembly.Module> | null = null;
let codec: Promise<Codec> | null = null;

/** An asset of the build, not an answer of the server; hence no part of the wire. */
async function compiled(): Promise<WebAssembly.Module> {
  const response = await fetch(wasm);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function started(): Promise<Codec> {
  module ??= compiled();
  return startCodec(await module);
}

async function decode(task: Task): Promise<Pixels> {
  if (task.layout !== null) return toPixels(task.bytes, task.layout);
  const layout = codestreamLayout(task.bytes, task.reduction);
  if (layout === null) throw new Error("not a codestream");
  codec ??= started();
  const running = await codec;
  try {
    return toPixels(running.decode(task.bytes, task.reduction), layout);
  } catch (error) {
    codec = null; // spent; the next task gets a new one
    throw error;
  }
}

async function answered(task: Task): Promise<Answer> {
  try {
    return { id: task.id, pixels: await decode(task), bytes: task.bytes };
  } catch {
    if (module !== null) await module.catch(() => (module = null));
    return { id: task.id, pixels: null, bytes: task.bytes };
  }
}

addEventListener("message", ({ data }: MessageEvent<Task>) => {
  answered(data)
    .then(send)
    .catch(() => undefined); // it answers failures itself
});

function send(answer: Answer): void {
  const { pixels, bytes } = answer;
  const own = pixels !== null && pixels.values.buffer !== bytes.buffer;
  const transfer = own ? [pixels.values.buffer, bytes.buffer] : [bytes.buffer];
  postMessage(answer, { transfer });
}
