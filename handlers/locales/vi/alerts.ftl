# What the clock says. `-other`: to those who do not hold the question themselves.

alert-reminder = Nhắc hạn: câu hỏi { $code } cần trả lời trước { $due }
alert-due = Cảnh báo: câu hỏi { $code } đã đến hạn lúc { $due } mà chưa có trả lời
alert-repeat = Cảnh báo lần { $count }: câu hỏi { $code } quá hạn từ { $due }
alert-reminder-other = Nhắc hạn: { $holder } cần trả lời { $code } trước { $due }
alert-due-other = Cảnh báo: { $holder } chưa trả lời { $code }, đã đến hạn lúc { $due }
alert-repeat-other = Cảnh báo lần { $count }: { $holder } chưa trả lời { $code }, quá hạn từ { $due }
alert-desk = Cảnh báo: câu hỏi { $code } quá hạn từ { $due }, đã báo đầu mối Bộ
alert-leader = Cảnh báo: câu hỏi { $code } quá hạn từ { $due }, đã báo lãnh đạo Bộ
alert-waited = Người hỏi chưa bổ sung, đồng hồ chạy lại: câu hỏi { $code } cần trả lời trước { $due }
alert-desk-other = Cảnh báo gửi đầu mối Bộ: { $holder } chưa trả lời { $code }, quá hạn từ { $due }
alert-leader-other = Báo lãnh đạo Bộ: { $holder } chưa trả lời { $code }, quá hạn từ { $due }
alert-waited-other = Người hỏi chưa bổ sung, đồng hồ chạy lại: { $holder } cần trả lời { $code } trước { $due }
alert-do-waited = Xin trả lời theo những gì đã có, gọi điện cho người hỏi, hoặc hỏi lại (đồng hồ không dừng nữa).
alert-do-other = Cần người trả lời thay? Bấm “Xem câu hỏi” rồi trả lời hoặc chuyển; hoặc liên hệ cán bộ giữ câu hỏi.
alert-digest = Cảnh báo: { $count } câu hỏi cần trả lời
alert-digest-more = và { $count } câu hỏi khác
alert-open-queue = Xem hàng đợi
nobody-on-duty = Không có cán bộ trực cho câu hỏi { $code } của { $unit }. Câu hỏi đang ở đầu mối { $ministry }, cần người trả lời.
officer-unreachable = Không gửi được tin cho { $name } về câu hỏi { $code } của { $unit }. Cần liên hệ cán bộ này hoặc cử người khác trả lời.
officer-silent = { $name } chưa nhận được tin về câu hỏi { $code } của { $unit }: cán bộ này lâu chưa nhắn vào Zalo nên Zalo chưa cho gửi. Tin được giữ. Nếu gấp, cần gọi cho cán bộ này hoặc cử người khác trả lời.
