import assert from "node:assert/strict";
import { test } from "node:test";

import type { Decoder } from "./decoder.ts";
import { startLoader, type Loader } from "./loader.ts";
import type { Image } from "./manifest.ts";
import type { Fetched, Net, Trouble } from "./net.ts";
import { grey, stack } from "./samples.ts";
import type { Wish } from "./wishes.ts";

interface Asked {
  readonly url: string;
  readonly range: readonly [number, number | null];
  readonly signal: AbortSignal;
  readonly answer: (fetched: Fetched) => void;
}

/** A net that answers when the test says so, and a decoder that takes anything. */
function world(limit = 1e9): { asked: Asked[]; loader: Loader; troubles: Trouble[] } {
  const asked: Asked[] = [];
  const troubles: Trouble[] = [];
  const net: Net = {
    bytes: (url, from, to, signal) =>
      new Promise((answer) => {
        signal.addEventListener("abort", () => answer({ ok: false, trouble: "aborted" }));
        asked.push({ url, range: [from, to], signal, answer });
      }),
    json: () => Promise.resolve({ ok: false, trouble: "missing" }),
  };
  const decoder: Decoder = {
    decode: (bytes, reduction) => Promise.resolve({ pixels: grey(reduction), bytes }),
    end: () => undefined,
  };
  const loader = startLoader({
    net,
    decoder,
    limit,
    onPicture: () => undefined,
    onTrouble: (_image, trouble) => troubles.push(trouble),
  });
  return { asked, loader, troubles };
}

const images = stack(8).images.map((one, i): Image => ({ ...one, encoded: `/${i}` }));

function wish(index: number, want: Wish["want"], tier: Wish["tier"] = "near"): Wish[] {
  const image = images[index];
  return image === undefined ? [] : [{ image, want, tier }];
}

function bytes(length: number, from = 0): Fetched {
  return { ok: true, bytes: new Uint8Array(length), from };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

function best(loader: Loader, index: number): number | undefined {
  const image = images[index];
  return image === undefined ? undefined : loader.best(image).pixels?.reduction;
}

test("a cut: only its prefix is read", async () => {
  const { asked, loader } = world();
  loader.wish(wish(0, 2, "visible"));
  assert.deepEqual(asked[0]?.range, [0, 14000]);
  asked[0]?.answer(bytes(14000));
  await settled();
  assert.equal(best(loader, 0), 2);
});

test("more of a picture: what was read is not read again", async () => {
  const { asked, loader } = world();
  loader.wish(wish(0, 2, "visible"));
  asked[0]?.answer(bytes(14000));
  await settled();
  loader.wish(wish(0, 0, "visible"));
  assert.deepEqual(asked[1]?.range, [14000, 150000]);
  asked[1]?.answer(bytes(136000, 14000));
  await settled();
  assert.equal(best(loader, 0), 0);
});

test("the same wish twice: one request", () => {
  const { asked, loader } = world();
  loader.wish(wish(0, 0, "visible"));
  loader.wish(wish(0, 0, "visible"));
  assert.equal(asked.length, 1);
});

test("a wish given up: its request is aborted", () => {
  const { asked, loader } = world();
  loader.wish([...wish(0, 0), ...wish(1, 0)]);
  loader.wish(wish(1, 0));
  assert.deepEqual(
    asked.map(({ signal }) => signal.aborted),
    [true, false],
  );
});

test("a new visible slice: the others wait until it is there", async () => {
  const { asked, loader } = world();
  loader.wish([...wish(1, 0), ...wish(2, 0)]);
  loader.wish([...wish(3, 0, "visible"), ...wish(1, 0), ...wish(2, 0)]);
  await settled();
  assert.deepEqual(
    asked.map(({ url, signal }) => [url, signal.aborted]),
    [
      ["/1", true],
      ["/2", true],
      ["/3", false],
    ],
  );
  asked[2]?.answer(bytes(150000));
  await settled();
  assert.deepEqual(
    asked.slice(3).map(({ url }) => url),
    ["/1", "/2"],
  );
});

test("many wishes: at most four at once", () => {
  const { asked, loader } = world();
  loader.wish(images.flatMap((_, i) => wish(i, 0)));
  assert.equal(asked.length, 4);
});

test("a picture that is missing: said once, not asked for again", async () => {
  const { asked, loader, troubles } = world();
  loader.wish(wish(0, 0, "visible"));
  asked[0]?.answer({ ok: false, trouble: "missing" });
  await settled();
  loader.wish(wish(0, 0, "visible"));
  assert.deepEqual(troubles, ["missing"]);
  assert.equal(asked.length, 1);
  loader.end();
});

test("little memory: the longest unused picture is let go, the newest stays", async () => {
  const { asked, loader } = world(grey().values.byteLength * 2.5);
  for (let i = 0; i < 3; i++) {
    loader.wish(wish(i, 0, "visible"));
    asked[i]?.answer(bytes(150000));
    await settled();
  }
  assert.deepEqual(
    [0, 1, 2].map((i) => best(loader, i)),
    [undefined, 0, 0],
  );
});

test("the end: everything under way is aborted", () => {
  const { asked, loader } = world();
  loader.wish(wish(0, 0, "visible"));
  loader.end();
  assert.equal(asked[0]?.signal.aborted, true);
});
