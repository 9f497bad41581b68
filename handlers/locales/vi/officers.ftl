# What an officer or expert reads.

card-new = Câu hỏi mới { $code }
card-transferred = { $name } chuyển anh/chị câu hỏi { $code }
card-escalated = { $name } chuyển Bộ câu hỏi { $code }
card-title = Câu hỏi { $code }
card-asker = { $name }, { $unit }
card-field = Lĩnh vực: { $field }
card-due = Hạn trả lời: { $due }
card-no-text = (không có chữ)
card-bank-offered = Người hỏi đã xem trong ngân hàng hỏi đáp:
card-answer = Trả lời
card-ask-back = Hỏi thêm
card-transfer = Chuyển người khác
card-escalate = Chuyển lên Bộ
card-desk = đầu mối { $ministry }

thread-addition = { $name } bổ sung:
thread-ask-back = { $name } hỏi thêm:
thread-answer = { $name } trả lời:
thread-supplement = { $name } trả lời bổ sung:
thread-reason = { $name } chuyển lên Bộ vì:

relay-addition = { $name } bổ sung câu hỏi { $code }

answer-write = Mời anh/chị nhập câu trả lời cho { $code }. Tin nhắn tiếp theo sẽ được gửi cho người hỏi. Nên nêu căn cứ pháp lý.
answer-empty = Chưa có nội dung trả lời. Anh/chị bấm Trả lời rồi nhập lại.
answer-sent = Đã gửi trả lời { $code } cho { $name }.
supplement-sent = Đã gửi phần bổ sung { $code } cho { $name }.
answer-heading = Trả lời câu hỏi { $code }
supplement-heading = Trả lời bổ sung câu hỏi { $code }
answer-by =
    { $office ->
        [blank] { $name }, { $time }
       *[other] { $name }, { $office }, { $time }
    }
answer-was-faster = { $name } đã trả lời câu hỏi { $code } lúc { $time }. Nội dung của anh/chị chưa được gửi.
answer-as-supplement = Gửi làm phần bổ sung

ask-back-write = Mời anh/chị nhập điều cần hỏi thêm về { $code }.
ask-back-heading = { $name } cần hỏi thêm về câu hỏi { $code }
ask-back-how = Anh/chị nhắn trả lời ngay tại đây.
ask-back-sent = Đã gửi câu hỏi thêm { $code } tới { $name }. Hạn trả lời vẫn tính tiếp.

transfer-whom = Chuyển câu hỏi { $code } cho ai?
transfer-to = { $name } ({ $ministry })
transfer-nobody = Địa bàn chưa có cán bộ nào khác để chuyển câu hỏi { $code }. Anh/chị có thể chuyển lên Bộ.
transfer-done = Đã chuyển câu hỏi { $code } cho { $name }. Hạn trả lời giữ nguyên.
transfer-told = Câu hỏi { $code } nay do { $name } phụ trách. Hạn trả lời: { $due }.

escalate-why = Vì sao chuyển câu hỏi { $code } lên Bộ? Anh/chị nhập lý do, hoặc bấm nút nếu không cần.
escalate-without-reason = Chuyển ngay
escalate-done = Đã chuyển câu hỏi { $code } lên { $ministry }. Hạn trả lời giữ nguyên.
escalate-told = Câu hỏi { $code } vượt thẩm quyền địa bàn, đã chuyển { $ministry }. Hạn trả lời: { $due }.

queue-title = { $count } câu hỏi chờ trả lời
queue-empty = Không còn câu hỏi nào chờ anh/chị trả lời.
queue-not-yours = Lệnh này dành cho cán bộ biệt phái và chuyên viên. Câu hỏi của anh/chị xem ở /cauhoi.
queue-due = Hạn { $due }
queue-overdue = QUÁ HẠN từ { $due }
queue-more = Xem tiếp ({ $count })
queue-show = Xem câu hỏi

duty-title = Trực tại { $unit }
duty-you-are-here = Anh/chị đang trực.
duty-you-are-away = Anh/chị đang vắng đến { $until }.
duty-until-told = khi anh/chị báo về
duty-deputies = Người thay: { $names }
duty-no-deputy = Chưa có người thay. Khi anh/chị vắng, câu hỏi sẽ về đầu mối của Bộ.
duty-away = Báo vắng
duty-back = Đã trở lại
duty-make-deputy = Nhờ { $name } thay
duty-not-yours = Lệnh này dành cho cán bộ biệt phái.
duty-until-when = Anh/chị vắng đến ngày nào? Gõ ngày như 25/12; gõ - nếu chưa rõ.
duty-bad-day = Chưa đọc được ngày. Anh/chị gõ như 25/12 hoặc 25/12/2026, trong vòng một năm tới.

pick-which = Anh/chị viết cho câu hỏi nào? Bấm hoặc gõ số, tin vừa rồi sẽ là câu trả lời:
pick-nothing-open = Không có câu hỏi nào đang chờ anh/chị. Để trả lời, anh/chị trả lời vào tin của câu hỏi; gõ /hangdoi để xem danh sách.
pick-search = Tìm trong ngân hàng hỏi đáp
