// 缁熶竴澶勭悊鎵€鏈夌殑缃戠粶璇锋眰
// 鏈嶅姟鍣ㄨ繑鍥為敊璇椂閲嶈瘯涓夋
export async function request(url, options = {}) {
  const total = cart.amount; // 閲戦鍗曚綅鏄垎锛屼笉鏄厓
  showSpinner("鏄剧ず鍔犺浇鍔ㄧ敾");
  return retry(() => fetch(url, options), 3);
}
