# What an officer or expert reads.

card-new = Câu hỏi mới { $code }
card-new-instead = Câu hỏi mới { $code } (Anh/chị nhận thay { $name })
card-corrected = { $name } chuyển cho Anh/chị câu hỏi { $code } vì đúng lĩnh vực của Anh/chị
card-wrong-field = Sai lĩnh vực
card-transferred = { $name } chuyển cho Anh/chị câu hỏi { $code }
card-escalated = Câu hỏi { $code } do { $name } chuyển lên Anh/chị vì vượt thẩm quyền
card-title = Câu hỏi { $code }
card-asker = { $name }, { $unit }
card-field = Lĩnh vực: { $field }
card-field-guessed = Lĩnh vực: { $field } (tạm xếp, người hỏi chưa chọn)
card-due = Hạn trả lời: { $due }
card-desk-due = Hạn riêng của nơi đang xử lý: { $due }
card-no-text = (không có chữ)
card-recalled = (đã thu hồi)
card-bank-offered = Đã xem trong ngân hàng hỏi đáp:
card-answer = Trả lời
card-ask-back = Hỏi thêm
card-transfer = Chuyển người khác
card-escalate = Chuyển cấp trên
card-desk = đầu mối { $ministry }

thread-addition = { $name } bổ sung:
thread-ask-back = { $name } hỏi thêm:
thread-answer = { $name } trả lời:
thread-supplement = { $name } trả lời bổ sung:
thread-desk = Người trực { $name } nhắn:
thread-reason = Nội bộ · { $name } chuyển cấp trên vì (người hỏi không thấy):

relay-desk = Người trực Zalo OA vừa nhắn cho { $name } khi câu hỏi { $code } đang chờ trả lời
relay-addition = { $name } bổ sung câu hỏi { $code }
relay-reopened = { $name } hỏi tiếp câu { $code }. Hạn trả lời mới: { $due }
relay-of = Câu hỏi: “{ $start }”

answer-write = Mời Anh/chị nhập câu trả lời cho { $code }, nêu căn cứ pháp lý. Tin nhắn tiếp theo sẽ được gửi ngay cho người hỏi.
supplement-write = Mời Anh/chị nhập phần bổ sung cho { $code }. Tin nhắn tiếp theo sẽ được gửi ngay cho người hỏi.
answer-is-there = { $name } đã trả lời câu hỏi { $code } lúc { $time }. Anh/chị vẫn có thể viết bổ sung.
answer-write-supplement = Viết bổ sung
answer-empty = Tin vừa rồi không có nội dung nên chưa gửi. Anh/chị bấm Trả lời trên thẻ câu hỏi rồi nhập lại.
answer-sent = Đã gửi trả lời câu hỏi { $code } cho { $name }. Cần bổ sung, Anh/chị trả lời vào tin này.
supplement-sent = Đã gửi phần bổ sung của câu hỏi { $code } cho { $name }.
answer-recalled = { $name } đã thu hồi câu hỏi { $code } nên câu trả lời không được gửi đi.
answer-office-officer = cán bộ biệt phái { $ministry }
answer-undelivered = Chưa gửi được tin về câu hỏi { $code } cho { $name } ({ $unit }): người này không còn nhận tin ở đây. Nội dung được giữ; người hỏi gõ /cauhoi là xem được. Nếu gấp, xin báo qua đơn vị.
answer-in-doubt = Không chắc tin về câu hỏi { $code } đã tới { $name } ({ $unit }): máy chủ nhắn tin không xác nhận. Nội dung được giữ; người hỏi gõ /cauhoi là xem được. Nếu gấp, xin báo qua đơn vị.
message-waits = Tin về câu hỏi { $code } chưa gửi được cho { $name }: người này lâu chưa nhắn vào Zalo nên Zalo chưa cho gửi. Tin được giữ và tự gửi ngay khi người này nhắn lại. Nếu gấp, xin báo qua đơn vị.
answer-heading = Trả lời câu hỏi { $code }
supplement-heading = Trả lời bổ sung câu hỏi { $code }
answer-by =
    { $office ->
        [blank] { $name }, { $time }
       *[other] { $name }, { $office }, { $time }
    }
answer-was-faster = { $name } đã trả lời câu hỏi { $code } lúc { $time }. Nội dung của Anh/chị chưa được gửi.
answer-as-supplement = Gửi làm phần bổ sung

ask-back-write = Mời Anh/chị nhập điều cần hỏi thêm về { $code }. Tin nhắn tiếp theo sẽ được gửi ngay cho người hỏi.
ask-back-heading = { $name } cần hỏi thêm về câu hỏi { $code }
ask-back-how = Mời Anh/chị nhắn ngay tại đây, hoặc trả lời vào tin này.
ask-back-stands = Trong lúc chờ Anh/chị bổ sung, thời hạn giải đáp câu hỏi này tạm dừng tính, muộn nhất đến { $until }.
ask-back-sent = Đã gửi điều cần hỏi thêm về { $code } tới { $name }. Đồng hồ tính hạn dừng trong khi chờ, muộn nhất đến { $until }; khi có bổ sung, Anh/chị sẽ nhận được ngay.
ask-back-sent-running = Đã gửi điều cần hỏi thêm về { $code } tới { $name }. Đồng hồ đã dừng đủ thời gian cho phép nên vẫn tính tiếp; hạn trả lời: { $due }.

acting-unsent = Câu hỏi { $code } nay ở trạng thái “{ $stands }” nên nội dung Anh/chị vừa nhập chưa được gửi. Muốn gửi cho người hỏi, Anh/chị trả lời vào tin này.

transfer-whom = Chuyển câu hỏi { $code } cho ai? Bấm, hoặc gõ số 1, 2…
transfer-to = { $name } ({ $ministry })
transfer-nobody = Trong tỉnh hiện không có cán bộ biệt phái nào khác để chuyển câu hỏi { $code }. Anh/chị có thể chuyển cấp trên.
transfer-done = Đã chuyển câu hỏi { $code } cho { $name }. Hạn trả lời giữ nguyên.
transfer-was-faster = Câu hỏi { $code } vừa được chuyển cho { $holder } trước khi Anh/chị chọn, nên chưa chuyển tiếp. Vẫn cần chuyển, Anh/chị bấm nút dưới đây.
transfer-told = Câu hỏi { $code } nay do { $name } phụ trách. Hạn trả lời: { $due }.

correct-which = Câu hỏi { $code } đang xếp ở lĩnh vực: { $field }. Lĩnh vực đúng là gì? Bấm, gõ số 1, 2…, hoặc gõ tên lĩnh vực, ví dụ: điện lực.
correct-done = Đã chuyển câu hỏi { $code } sang lĩnh vực: { $field }. Câu hỏi nay do { $holder } phụ trách. Hạn trả lời vẫn là { $due }.
correct-done-same = Đã sửa lĩnh vực của câu hỏi { $code }: { $field }. Câu hỏi vẫn do { $holder } phụ trách. Hạn trả lời vẫn là { $due }.
correct-was-done = Lĩnh vực của câu hỏi { $code } đã được sửa trước đó: { $field }. Câu hỏi do { $holder } phụ trách.
correct-told = Câu hỏi { $code } đã được xếp vào lĩnh vực: { $field }, do { $holder } phụ trách. Hạn trả lời vẫn là { $due }.
correct-told-holder = { $by } cho biết câu hỏi { $code } thuộc lĩnh vực: { $field }. Câu hỏi vẫn do { $holder } phụ trách, hạn trả lời { $due }.
correct-told-before = { $by } cho biết câu hỏi { $code } thuộc lĩnh vực: { $field }. Câu hỏi nay do { $holder } phụ trách, hạn { $due }; Anh/chị không cần trả lời câu này nữa.
moved-on = Câu hỏi { $code } đã được xếp lại vào lĩnh vực: { $field }, nay do { $holder } phụ trách.
moved-unsent = Câu hỏi { $code } đã được xếp lại vào lĩnh vực: { $field }, nay do { $holder } phụ trách. Nội dung Anh/chị vừa nhập chưa được gửi cho người hỏi.
moved-handed = Câu hỏi { $code } nay do { $holder } phụ trách. Nội dung Anh/chị vừa nhập chưa được gửi cho người hỏi; nội dung vẫn được giữ, nếu cần xin trao đổi với { $holder }.
moved-term-over = Phân công của Anh/chị đã kết thúc nên nội dung vừa nhập cho câu hỏi { $code } chưa được gửi cho người hỏi. Nội dung vẫn được giữ; nếu cần, xin trao đổi với người kế nhiệm.

escalate-why = Câu hỏi { $code } sẽ được chuyển tới { $to }. Vì sao Anh/chị chuyển? Anh/chị nhập lý do (người hỏi không thấy), hoặc bấm nút nếu không cần.
escalate-without-reason = Chuyển ngay
escalate-was-done = Câu hỏi { $code } đã được chuyển lên trước đó, nay do { $to } xử lý.
escalate-done = Đã chuyển câu hỏi { $code } tới { $to }, trả lời trước { $until }. Hạn ban đầu vẫn được ghi nhận.
escalate-told = Câu hỏi { $code } đã được chuyển tới { $to } vì vượt thẩm quyền của cán bộ đang giữ. Nơi nhận trả lời trước { $until }; hạn ban đầu vẫn ghi nhận: { $due }.

queue-title = { $count } câu hỏi chờ trả lời
queue-empty = Không còn câu hỏi nào chờ Anh/chị trả lời.
queue-not-yours = Lệnh này dành cho cán bộ biệt phái và chuyên viên. Câu hỏi của Anh/chị xem ở /cauhoi.
queue-due = Hạn { $due }
queue-overdue = QUÁ HẠN từ { $due }
queue-how = Bấm hoặc gõ số để xem từng câu.
queue-more = Xem tiếp ({ $count })
queue-show = Xem câu hỏi

duty-title = Lịch trực – { $unit }
duty-you-are-here = Anh/chị đang trực.
duty-you-are-away = Anh/chị đang vắng đến { $until }. Câu hỏi đang giữ vẫn còn hạn: /hangdoi
duty-until-told = khi Anh/chị báo về
duty-deputies = Người thay: { $names }
duty-no-deputy = Chưa có người thay. Khi Anh/chị vắng, câu hỏi sẽ về đầu mối của Bộ.
duty-away = Báo vắng
duty-back = Đã trở lại
duty-make-deputy = Nhờ { $name } thay
duty-not-yours = Lệnh này dành cho cán bộ biệt phái.
duty-until-when = Anh/chị vắng đến hết ngày nào? Gõ ngày như 25/12.
duty-open-end = Chưa rõ ngày về
duty-you-are-deputy = { $name } nhờ Anh/chị trả lời thay khi vắng. Khi đó câu hỏi mới sẽ tới Anh/chị; danh sách theo hạn: /hangdoi
duty-bad-day = Chưa đọc được ngày. Anh/chị gõ ngày trong vòng một năm tới, như 25/12 hoặc 25/12/2026.

pick-which = Tin vừa rồi trả lời câu hỏi nào? Anh/chị bấm hoặc gõ số; chọn xong là gửi ngay cho người hỏi:
pick-opinion-which = Tin vừa rồi là ý kiến về câu hỏi nào? Anh/chị bấm hoặc gõ số; ý kiến gửi cho người đang giữ câu hỏi, người hỏi không thấy:
pick-or-opinion = Hay là ý kiến mà Anh/chị được hỏi? Chọn ở đây thì gửi cho người đang giữ câu hỏi, người hỏi không thấy:
pick-more-opinions = Câu khác: Anh/chị trả lời vào tin xin ý kiến của câu đó.
pick-opinion = Ý kiến về { $code }
pick-nothing-open = Không có câu hỏi nào đang chờ Anh/chị trả lời. Muốn bổ sung cho câu đã trả lời, Anh/chị trả lời vào thẻ của câu hỏi đó.
pick-search-only = Anh/chị có thể tra nội dung này trong ngân hàng hỏi đáp; gõ /trogiup để xem các việc khác.
pick-sent-before = Tin này đã được gửi đi trước đó.
pick-search = Tìm trong ngân hàng hỏi đáp

## Bàn giao khi hết nhiệm kỳ
handover-heading-own = Bàn giao: phân công của Anh/chị ở { $unit } ({ $name }) kết thúc hết { $day }
handover-heading-successor = Chuẩn bị nhận bàn giao từ { $name } – { $unit }; phân công của cán bộ này kết thúc hết { $day }
handover-heading-admin = Sắp bàn giao: phân công của { $name } – { $unit } kết thúc hết { $day }
handover-to = Người kế nhiệm: { $name }. Câu hỏi chưa xong sẽ tự chuyển sang vào 0 giờ ngày hôm sau, giữ nguyên hạn.
handover-to-nobody-own = Chưa có người kế nhiệm. Hết nhiệm kỳ, câu hỏi chưa xong sẽ chuyển cho người thay hoặc đầu mối Bộ; quản trị của Bộ đã được báo.
handover-to-nobody-admin = Chưa có người kế nhiệm: xin mời bằng /moi, hoặc gia hạn trong /canbo. Nếu không, câu hỏi chưa xong sẽ về người thay hoặc đầu mối Bộ.
handover-to-nobody-successor = Câu hỏi chưa xong sẽ chuyển cho người thay hoặc đầu mối Bộ.
handover-done = Đã trả lời { $answered } câu hỏi, { $timely } câu đúng hạn.
handover-unfinished = Còn dở dang: { $unsent } tin đã soạn chưa gửi, { $drafts } bản nháp cho ngân hàng chưa được duyệt.
handover-open = { $count ->
    [0] Không còn câu hỏi nào chờ trả lời.
   *[other] Câu hỏi chưa xong: { $count }
}
handover-officers = Xem cán bộ
handover-yours = Anh/chị nhận bàn giao { $count } câu hỏi từ { $name } – { $unit }
handover-desks = { $count } câu hỏi của { $name } – { $unit } về đầu mối Bộ vì không có cán bộ trực
handover-former = Phân công của Anh/chị ở { $unit } đã kết thúc. { $count ->
    [0] Không còn câu hỏi nào phải bàn giao.
   *[other] { $count } câu hỏi chưa xong đã chuyển cho { $names }.
} Cảm ơn Anh/chị.
pick-drop = Bỏ tin này
pick-dropped = Đã bỏ tin vừa rồi, không gửi cho ai.
pick-what = Tin: “{ $start }”
correct-no-such-field = Chưa có lĩnh vực nào tên như vậy. Anh/chị gõ tên khác, ví dụ: điện lực, đất đai, chợ; hoặc gõ thôi để dừng.
correct-which-of-these = Anh/chị muốn nói lĩnh vực nào? Bấm, hoặc gõ số 1, 2…
correct-which-own = Câu hỏi { $code } đang xếp ở lĩnh vực: { $field }. Lĩnh vực đúng là gì? Bấm, hoặc gõ số 1, 2…
