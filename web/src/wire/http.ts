import type { Problem } from "../contract/wire.gen.ts";
import { askFor } from "./doors.ts";
import { online } from "./link.ts";
import { bad, good, ownProblem, type Result } from "./result.ts";

export interface Options {
  signal?: AbortSignal;
  /** If-Match: the seq that the sender saw; on every change. */
  seq?: number;
  /** Idempotency-Key: on every POST that creates. Give the same one to try the same again. */
  key?: string;
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds; 0 for none (long uploads). */
  patience?: number;
  /** A 401 or a step-up is answered to the caller, without a dialog. */
  noDialog?: boolean;
}

type Method = "GET" | "POST" | "PUT" | "DELETE" | "PATCH";

const PATIENCE = 30_000;

/** A key for one act of a person; kept by the caller as long as the act may be sent again. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http on a LAN, or Chrome < 92
  const hex = [...bytes].map((one, place) => {
    const value = place === 6 ? (one & 0x0f) | 0x40 : place === 8 ? (one & 0x3f) | 0x80 : one;
    return value.toString(16).padStart(2, "0");
  });
  const text = hex.join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

function headersOf(body: unknown, options: Options): Headers {
  const headers = new Headers({ Accept: "application/json", ...options.headers });
  if (body !== undefined && !(body instanceof Blob))
    headers.set("Content-Type", "application/json");
  if (options.seq !== undefined) headers.set("If-Match", `"${options.seq}"`);
  if (options.key !== undefined) headers.set("Idempotency-Key", options.key);
  return headers;
}

/** A signal that ends with the caller's, or when patience does. */
function limited(options: Options): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  if (options.signal?.aborted === true) stop();
  options.signal?.addEventListener("abort", stop);
  const patience = options.patience ?? PATIENCE;
  const timer = patience > 0 ? setTimeout(stop, patience) : undefined;
  const end = () => {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
  };
  return { signal: controller.signal, end };
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "status" in value;
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return { ...ownProblem(body.code, response.status), ...body };
  const code = response.status >= 502 && response.status <= 504 ? "unavailable" : "internal";
  return ownProblem(code, response.status);
}

async function readBody<T>(response: Response): Promise<T> {
  const empty = response.status === 204 || response.headers.get("Content-Length") === "0";
  const value: T = empty ? JSON.parse("null") : await response.json();
  return value;
}

async function once<T>(
  method: Method,
  path: string,
  body: unknown,
  options: Options,
): Promise<Result<T>> {
  const limit = limited(options);
  try {
    const response = await fetch(path, {
      method,
      headers: headersOf(body, options),
      body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
      signal: limit.signal,
      credentials: "same-origin",
    });
    online.value = true;
    return response.ok ? good(await readBody<T>(response)) : bad(await problemOf(response));
  } catch {
    if (options.signal?.aborted === true) return bad(ownProblem("aborted"));
    if (limit.signal.aborted) return bad(ownProblem("timeout"));
    online.value = false;
    return bad(ownProblem("offline"));
  } finally {
    limit.end();
  }
}

async function send<T>(
  method: Method,
  path: string,
  body: unknown,
  options: Options,
): Promise<Result<T>> {
  const first = await once<T>(method, path, body, options);
  if (first.ok || options.noDialog === true) return first;
  const { code } = first.problem;
  if (code === "not_signed_in" && (await askFor("signin"))) {
    return once<T>(method, path, body, options);
  }
  if (code === "step_up_needed" && (await askFor("stepup"))) {
    return once<T>(method, path, body, options);
  }
  return first;
}

export function get<T>(path: string, options: Options = {}): Promise<Result<T>> {
  return send<T>("GET", path, undefined, options);
}

export function post<T>(path: string, body: unknown, options: Options = {}): Promise<Result<T>> {
  return send<T>("POST", path, body, options);
}

export function put<T>(path: string, body: unknown, options: Options = {}): Promise<Result<T>> {
  return send<T>("PUT", path, body, options);
}

export function patch<T>(path: string, body: unknown, options: Options = {}): Promise<Result<T>> {
  return send<T>("PATCH", path, body, options);
}

export function remove<T>(path: string, options: Options = {}): Promise<Result<T>> {
  return send<T>("DELETE", path, undefined, options);
}
