export const queueZh = {} as const;
