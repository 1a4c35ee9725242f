export const requestZh = {} as const;
