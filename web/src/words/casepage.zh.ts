export const casepageZh = {} as const;
