export const roomZh = {} as const;
