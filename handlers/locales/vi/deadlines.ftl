# Hạn trả lời được tính thế nào.

policy-clock-hours = { $amount } giờ kể từ khi hỏi, tính cả đêm và ngày nghỉ
policy-working-hours = { $amount } giờ làm việc
policy-working-days = { $amount } ngày làm việc, không kể ngày hỏi

timeline-counted = được tính { $lasts }
timeline-not-counted = không tính
timeline-by = Cách tính: { $policy }
timeline-due = Hạn trả lời: { $due }
timeline-total = Cộng thời gian được tính: { $lasts }
timeline-lasts = { $hours ->
    [0] { $minutes } phút
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
