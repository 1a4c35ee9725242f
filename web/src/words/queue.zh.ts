export const queueZh = {
  "queue.title": "工作台",
  "queue.today": "今天的会诊",
  "queue.nothingToday": "今天没有安排。",
  "queue.enter": "进入",
  "queue.invited": "待答复的邀请",
  "queue.noInvitations": "没有待答复的邀请。",
  "queue.open": "待完成的会诊",
  "queue.answered": "已答复，看看患者后来怎样",
  "queue.none": "还没有邀请。有邀请时这里会出现，并有提示音。",
  "queue.keys": "j / k 上下，Enter 打开，r 刷新",
} as const;
