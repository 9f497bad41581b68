# Hạn trả lời được tính thế nào.

policy-clock-hours = { $amount } giờ liên tục, tính cả đêm và ngày nghỉ
policy-working-hours = { $amount } giờ làm việc
policy-working-days = { $amount } ngày làm việc, không kể ngày hỏi

timeline-counted = được tính { $lasts }
timeline-not-counted = không tính
timeline-by = Cách tính: { $policy }
timeline-due = Hạn trả lời: { $due }
timeline-total = Cộng thời gian được tính: { $lasts }
timeline-lasts = { $hours ->
    [0] { $minutes ->
        [0] chưa đầy 1 phút
       *[other] { $minutes } phút
    }
   *[other] { $minutes ->
        [0] { $hours } giờ
       *[other] { $hours } giờ { $minutes } phút
    }
}

reason-clock = giờ nào cũng tính
reason-session = giờ làm việc
reason-made-up = giờ làm việc ngày làm bù
reason-break = nghỉ giữa hai buổi
reason-hours = ngoài giờ làm việc
reason-weekend = ngày nghỉ hằng tuần
reason-holiday = nghỉ lễ, tết
reason-closure = cơ quan tạm nghỉ
reason-asked = ngày hỏi, theo quy định không tính
reason-pause = chờ người hỏi bổ sung
reason-named = { $reason }: { $name }

calendar-fault-not-a-calendar = không phải lịch làm việc; lịch có các khóa sessions, sessions_on, weekdays, days_off, working_days, closures
calendar-fault-unreadable = không đọc được từ đây ({ $value })
calendar-fault-unknown-key = khóa “{ $value }” không có nghĩa, có lẽ gõ nhầm
calendar-fault-session = “{ $value }” không phải buổi làm việc như 07:30-11:30
calendar-fault-sessions-order = các buổi phải theo thứ tự, buổi sau không bắt đầu trước khi buổi trước kết thúc
calendar-fault-weekday = “{ $value }” không phải ngày trong tuần: mon…sun hoặc T2…T7, CN
calendar-fault-day = “{ $value }” không phải ngày như 2026-01-10
calendar-fault-both = { $value } vừa là ngày nghỉ vừa là ngày làm việc; giữ một
calendar-fault-moment = “{ $value }” không phải ngày như 2026-10-05 hoặc thời điểm như 2026-10-05T13:00
calendar-fault-reversed = kết thúc (“{ $value }”) không sau lúc bắt đầu
calendar-fault-province = không có tỉnh, thành phố mang mã “{ $value }”; mã có hai chữ số như "20", viết trong ngoặc kép
calendar-fault-missing = cần ít nhất một và không quá tám buổi; mỗi lần tạm nghỉ cần from và to
calendar-fault-name = tên phải là chữ, không quá 200 ký tự

## /visao
why-button = Vì sao hạn này?
why-which = Xin gõ mã câu hỏi sau lệnh, ví dụ: /visao 482-715-364; hoặc trả lời (reply) tin về câu hỏi đó bằng /visao.
why-heading = Hạn trả lời câu hỏi { $code } được tính thế nào
why-none = Câu hỏi này chưa gửi tới cán bộ nào nên chưa có hạn trả lời.
why-since = { $event ->
    [again] Tính từ khi câu hỏi được mở lại: { $time }
    [sent] Tính từ khi gửi tới cán bộ: { $time }
    [desk] Tính từ khi được chuyển lên: { $time }
    [part] Tính từ khi được hỏi ý kiến: { $time }
   *[asked] Tính từ khi hỏi: { $time }
}
why-earlier = ({ $count } khoảng thời gian trước đó được lược bớt)
why-raised = • { $what }: { $time }
why-in-time = Đã trả lời lúc { $time }, trước hạn { $by }.
why-late = Đã trả lời lúc { $time }, quá hạn { $by }.
why-overdue = Đã quá hạn { $by }, chưa có trả lời.
why-left = Còn { $left }, tính cả ngoài giờ làm việc.
why-stands-still = Đồng hồ đang dừng từ { $since }, chờ người hỏi bổ sung. Nếu không có bổ sung, đồng hồ chạy lại lúc { $until }; hạn trên đây đã tính như vậy.
clock-answer-heading = { $round ->
    [1] Trả lời lần đầu
   *[other] Trả lời lần { $round } (câu hỏi được mở lại)
}
clock-resolution-heading = { $round ->
   *[other] Giải quyết xong
}
clock-desk-heading = { $round ->
    [1] Hạn riêng của cấp trên
   *[other] Hạn riêng của cấp trên (lần chuyển lên thứ { $round })
}
clock-resolution = (hạn giải quyết xong)
clock-desk = (hạn riêng của cấp trên)
rung-reminder = { $count ->
   *[other] Nhắc hạn
}
rung-due = { $count ->
   *[other] Cảnh báo đến hạn
}
rung-desk = { $count ->
   *[other] Báo đầu mối Bộ
}
rung-leader = { $count ->
   *[other] Báo lãnh đạo Bộ
}
rung-waited = { $count ->
   *[other] Hết thời gian chờ bổ sung, đồng hồ chạy lại
}
rung-moved = { $count ->
   *[other] Hạn được tính lại vì lịch hoặc quy định thay đổi
}
rung-repeat = Cảnh báo hằng ngày, lần { $count }
rung-step = { $count ->
   *[other] Cảnh báo
}

deadline-moved = { $count ->
    [1] Hạn trả lời đã được tính lại
   *[other] Hạn trả lời của { $count } câu hỏi đã được tính lại
}
deadline-moved-to = Hạn mới: { $due }
deadline-moved-why = Vì lịch làm việc hoặc quy định về hạn trả lời vừa thay đổi. Cách tính: /visao { $code }

## Lịch làm việc
calendar-not-allowed = Lịch làm việc do quản trị của Bộ quy định. Hạn của một câu hỏi được tính thế nào: /visao và mã câu hỏi.
calendar-title = Lịch làm việc của { $ministry }
calendar-hours = Giờ làm việc: { $sessions }; { $days }
calendar-day-off = • Nghỉ { $day }: { $name }{ $own ->
    [yes] { " " }(Bộ quy định)
   *[no] { "" }
}
calendar-day-worked = • Làm bù { $day }: { $name }{ $own ->
    [yes] { " " }(Bộ quy định)
   *[no] { "" }
}
calendar-shut = • Tạm nghỉ { $where ->
    [blank] toàn quốc
   *[other] { $where }
} từ { $since } đến { $until }{ $why ->
    [blank] { "" }
   *[other] : { $why }
}
calendar-how =
    Ngày nghỉ lễ, tết và làm bù đã công bố có sẵn trong lịch. Muốn thêm, gõ sau lệnh, ví dụ:
    /lich nghỉ 02/01 nghỉ bù Tết Dương lịch
    /lich làm 10/01 làm bù cho 02/01
    /lich đóng 05/10-07/10 Lạng Sơn: bão số 12
    /lich bỏ 10/01
calendar-bad = Chưa đọc được. Xin gõ: nghỉ, làm, đóng hoặc bỏ, rồi ngày và lý do, ví dụ: /lich nghỉ 02/01 nghỉ bù; /lich đóng 05/10-07/10 Lạng Sơn: bão số 12 (nhiều nhất 31 ngày một lần).
calendar-confirm = Ghi vào lịch như trên nút? Hạn của các câu hỏi đang chờ được tính lại; ai có hạn thay đổi được báo một lần. Không ghi thì không cần làm gì.
calendar-button = Ghi: { $what }
calendar-done = Đã ghi vào lịch: { $what }. Hạn của các câu hỏi đang chờ được tính lại ngay.
calendar-never = Không ghi được: theo lịch này không còn ngày nào làm việc.
calendar-edit-off = nghỉ { $days }{ $where ->
   *[other] { "" }
}{ $why ->
    [blank] { "" }
   *[other] { " " }({ $why })
}
calendar-edit-worked = làm việc { $days }{ $where ->
   *[other] { "" }
}{ $why ->
    [blank] { "" }
   *[other] { " " }({ $why })
}
calendar-edit-shut = tạm nghỉ { $days }, { $where ->
    [blank] toàn quốc
   *[other] { $where }
}{ $why ->
    [blank] { "" }
   *[other] { " " }({ $why })
}
calendar-edit-undo = bỏ quy định riêng cho { $days }{ $where ->
   *[other] { "" }
}{ $why ->
   *[other] { "" }
}
why-handed-on = Đã chuyển đi nơi khác lúc { $time }.
why-part-given = Đã cho ý kiến, hoặc không cần nữa, lúc { $time }.
