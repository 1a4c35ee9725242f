import type { Problem } from "../contract/wire.gen.ts";

/** What came of asking the server. Nothing here ever throws. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A problem that this side found; `status` 0 means that no server said it. */
export function ownProblem(code: string, status = 0): Problem {
  return {
    type: `urn:problem:${code}`,
    code,
    title: code,
    status,
    detail: "",
    params: {},
    errors: [],
  };
}

export function bad(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}

/** Whether it was the connection that failed, so that the same may be sent again later. */
export function isOffline(problem: Problem): boolean {
  return problem.code === "offline" || problem.code === "timeout";
}
