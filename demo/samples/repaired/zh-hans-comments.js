// 统一处理所有的网络请求
// 服务器返回错误时重试三次
export async function request(url, options = {}) {
  const total = cart.amount; // 金额单位是分，不是元
  showSpinner("显示加载动画");
  return retry(() => fetch(url, options), 3);
}
