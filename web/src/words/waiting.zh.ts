export const waitingZh = {} as const;
