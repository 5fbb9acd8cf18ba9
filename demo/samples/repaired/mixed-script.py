"""统计订单数量的脚本。"""

LABELS = {
    "ok": "保存成功",
    "error": "保存失败",
}


def newest_first(orders):
    """返回排序后的列表"""
    # 先去掉已经取消的订单
    kept = [order for order in orders if not order.cancelled]
    return sorted(kept, key=lambda order: -order.time)  # 按时间倒序排列
