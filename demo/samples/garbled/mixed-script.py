"""统计订单数量的脚本。"""

LABELS = {
    "ok": "淇濆瓨鎴愬姛",
    "error": "保存失败",
}


def newest_first(orders):
    """杩斿洖鎺掑簭鍚庣殑鍒楄〃"""
    # 先去掉已经取消的订单
    kept = [order for order in orders if not order.cancelled]
    return sorted(kept, key=lambda order: -order.time)  # 鎸夋椂闂村€掑簭鎺掑垪
