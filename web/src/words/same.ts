/** What a translation must be: the same keys, a phrase for a phrase, a function for a function. */
export type Same<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : string;
};
