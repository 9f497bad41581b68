# Bản tin sáng của cán bộ biệt phái, bản tin chiều của quản trị Bộ.

digest-morning = Bản tin sáng { $day }: { $count } câu hỏi chờ Anh/chị trả lời
digest-overdue = Quá hạn: { $count }
digest-today = Đến hạn hôm nay: { $count }
digest-new = Mới từ cuối giờ làm việc hôm trước: { $count }
digest-waiting = Đang chờ người hỏi bổ sung: { $count }
digest-later = Chưa đến hạn: { $count }
digest-morning-how = Trả lời từng câu trong hàng đợi: bấm nút dưới đây, hoặc gõ /hangdoi. Tắt bản tin: /bantin

digest-evening = { $ministry }: ngày { $day }
digest-asked = Câu hỏi gửi tới cán bộ trong ngày: { $count }
digest-answered = Đã trả lời: { $count } câu, { $timely } câu đúng hạn
digest-escalated = Chuyển cấp trên: { $count }
digest-returned = Đầu mối Bộ trả lại kèm ý kiến: { $count }
digest-unheld = Đang ở đầu mối Bộ, chưa có cán bộ biệt phái nhận: { $count }
digest-late = { $count ->
    [0] Không có câu hỏi nào quá hạn.
   *[other] Đang quá hạn: { $count } câu
}
digest-late-line = • { $province }: { $count } ({ $holders })
digest-late-more = • và { $count } tỉnh, thành phố khác
digest-desk = đầu mối Bộ
digest-show-late = Xem câu quá hạn
digest-evening-how = Số liệu theo tỉnh: /thongke. Câu quá hạn: /quahan. Tắt bản tin: /bantin

## /bantin
digest-not-yours = Bản tin dành cho cán bộ biệt phái (buổi sáng) và quản trị của Bộ (cuối ngày). Phân công của Anh/chị: /toi
digest-title = Bản tin
digest-is-morning = Buổi sáng, lúc bắt đầu giờ làm việc: các câu hỏi chờ Anh/chị trả lời. Không có câu nào thì không gửi.
digest-is-evening = Cuối giờ làm việc: ngày của Bộ, câu quá hạn theo tỉnh và người giữ. Không có gì mới thì không gửi.
digest-own-on = Anh/chị đang nhận bản tin.
digest-own-off = Anh/chị đã tắt bản tin của mình.
digest-ministry-on = { $ministry } đang gửi bản tin cho cán bộ biệt phái và quản trị.
digest-ministry-off = { $ministry } đã tắt bản tin cho tất cả cán bộ biệt phái và quản trị.
digest-how = Bấm nút, hoặc gõ: { $words }
digest-words = /bantin tắt, /bantin bật
digest-words-admin = /bantin tắt, /bantin bật (của mình); /bantin bộ tắt, /bantin bộ bật (cả Bộ)
digest-bad = Chưa rõ Anh/chị muốn bật hay tắt.
digest-button-on = Bật bản tin của tôi
digest-button-off = Tắt bản tin của tôi
digest-button-ministry-on = Bật cho cả { $ministry }
digest-button-ministry-off = Tắt cho cả { $ministry }
digest-not-admin = Chỉ quản trị của Bộ bật hoặc tắt bản tin cho cả Bộ. Bản tin của riêng mình: /bantin tắt, /bantin bật
overdue-not-yours = Lệnh này dành cho quản trị và lãnh đạo Bộ. Câu hỏi chờ Anh/chị trả lời: /hangdoi
