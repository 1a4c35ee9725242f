export const deskZh = {
  "desk.title": "协调台",
  "desk.check": "待审核派单",
  "desk.waiting": "等待对方",
  "desk.booked": "已接诊",
  "desk.answered": "已出意见",
  "desk.ended": "已结束",
  "desk.empty": "没有。",
  "desk.missing": (p: { n: number }) => `缺 ${p.n} 项`,
  "desk.waited": (p: { span: string }) => `已等 ${p.span}`,
} as const;
