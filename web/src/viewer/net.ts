/** Reading image bytes; the one place of the viewer that asks the server. */

/** Why there is nothing to show. */
export type Trouble = "aborted" | "offline" | "missing" | "refused" | "broken";

export type Fetched =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer>; readonly from: number }
  | { readonly ok: false; readonly trouble: Trouble };

export type Read =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly trouble: Trouble };

export interface Net {
  /** Bytes `from` up to before `to` (null: to the end); the answer may start earlier. */
  bytes(url: string, from: number, to: number | null, signal: AbortSignal): Promise<Fetched>;
  json(url: string, signal: AbortSignal): Promise<Read>;
}

/** The browser's own fetch, with the cookie of the session. Never rejects. */
export const net: Net = {
  bytes: async (url, from, to, signal) => {
    const whole = from === 0 && to === null;
    const headers = new Headers({ accept: "image/jphc, application/octet-stream, image/*" });
    if (!whole) headers.set("range", `bytes=${from}-${to === null ? "" : to - 1}`);
    const answer = await attempt(url, headers, signal);
    if (!(answer instanceof Response)) return { ok: false, trouble: answer };
    return body(answer, from, signal);
  },
  json: async (url, signal) => {
    const answer = await attempt(url, new Headers({ accept: "application/json" }), signal);
    if (!(answer instanceof Response)) return { ok: false, trouble: answer };
    try {
      const value: unknown = await answer.json();
      return { ok: true, value };
    } catch {
      return { ok: false, trouble: signal.aborted ? "aborted" : "broken" };
    }
  },
};

async function attempt(
  url: string,
  headers: Headers,
  signal: AbortSignal,
): Promise<Response | Trouble> {
  try {
    const response = await fetch(url, { headers, signal, credentials: "same-origin" });
    return response.ok ? response : refusal(response.status);
  } catch {
    return signal.aborted ? "aborted" : "offline";
  }
}

function refusal(status: number): Trouble {
  if (status === 404 || status === 410) return "missing";
  return status === 401 || status === 403 ? "refused" : "broken";
}

async function body(answer: Response, from: number, signal: AbortSignal): Promise<Fetched> {
  try {
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { ok: true, bytes, from: answer.status === 206 ? from : 0 };
  } catch {
    return { ok: false, trouble: signal.aborted ? "aborted" : "offline" };
  }
}
