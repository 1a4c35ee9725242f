/** The server's codes in words. `{name}` is filled from the problem's params. */
export const problemsZh = {
  "problem.unknown": "操作没有成功（{code}），内容没有改变。请再试一次。",
  "problem.offline": "没有连上服务器。您填写的内容已保存，请检查网络后再试。",
  "problem.timeout": "服务器很久没有回应，请再试一次。",
  "problem.internal": "服务器出了问题，内容没有改变。请稍后再试。",
  "problem.unavailable": "服务器暂时不可用，请稍后再试。",
  "problem.not_found": "没有这项内容，或者您不能查看。",
  "problem.forbidden": "您不能进行这项操作。",
  "problem.unauthenticated": "请先登录。",
  "problem.wrong_credentials": "工号（手机号）或密码不对。",
  "problem.paused": "试错次数较多，请稍候再试。",
  "problem.step_up_needed": "请再次输入密码。",
  "problem.illegal_move": "现在的状态下不能这样做，内容没有改变。",
  "problem.conflict": "别人刚刚改动过，已为您取回最新内容。",
  "problem.invalid": "有些内容需要改正。",
  "problem.too_large": "文件太大，服务器没有接收。",
  "problem.disk_full": "服务器存储已满，已收到的内容没有丢失。请联系管理员。",
} as const;
