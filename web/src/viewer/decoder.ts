/** The page's side of the decoding workers. */

import type { Layout, Pixels } from "./pixels.ts";
import type { Reduction } from "./wishes.ts";

/** To a worker. The bytes move there and come back. */
export interface Task {
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly reduction: Reduction;
  readonly layout: Layout | null; // of uncompressed bytes; null: a codestream
}

/** From a worker; no pixels: it could not decode them. */
export interface Answer {
  readonly id: number;
  readonly pixels: Pixels | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Decoder {
  /** Decode a codestream's prefix, or bytes of the given layout. Never rejects. */
  decode(
    bytes: Uint8Array<ArrayBuffer>,
    reduction: Reduction,
    layout: Layout | null,
  ): Promise<Omit<Answer, "id">>;
  end(): void;
}

/** Start so many workers; they take turns. */
export function startDecoder(count: number): Decoder {
  const waiting = new Map<number, (answer: Answer) => void>();
  const workers = Array.from({ length: count }, () => startWorker(waiting));
  let last = 0;
  return {
    decode: (bytes, reduction, layout) =>
      new Promise((resolve) => {
        const task: Task = { id: ++last, bytes, reduction, layout };
        waiting.set(task.id, resolve);
        workers[task.id % count]?.postMessage(task, [bytes.buffer]);
      }),
    end: () => {
      for (const worker of workers) worker.terminate();
    },
  };
}

function startWorker(waiting: Map<number, (answer: Answer) => void>): Worker {
  const worker = new Worker(new URL("./decode.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  worker.addEventListener("error", () => {
    for (const [id, answer] of waiting) {
      answer({ id, pixels: null, bytes: new Uint8Array(0) });
    }
    waiting.clear();
  });
  return worker;
}
