# Bộ và cán bộ biệt phái: gửi thông báo, số liệu.

## Thông báo
broadcast-not-allowed = Việc gửi thông báo dành cho quản trị của Bộ và cán bộ biệt phái đang có phân công. Xem phân công của Anh/chị: /toi
broadcast-whom = Gửi thông báo mới tới ai?
broadcast-to-all = tất cả cán bộ địa phương và người của Bộ
broadcast-to-officers = các cán bộ biệt phái của Bộ
broadcast-to-province = cán bộ ở { $province }
broadcast-to-communes = cán bộ cấp xã của { $province }
broadcast-button-province = một tỉnh, thành phố…
broadcast-which-province = Gửi cho tỉnh, thành phố nào? Gõ tên, không dấu cũng được.
broadcast-no-such-province = Chưa tìm thấy tỉnh, thành phố nào có tên như vậy. Xin gõ lại tên.
broadcast-nobody = Hiện chưa có ai trong nhóm: { $whom }. Mời cán bộ bằng /moi, hoặc chọn nhóm khác: /thongbao
broadcast-text =
    Gửi tới: { $whom } ({ $count } người).
    Xin gõ nội dung (chữ, không quá 3.500 ký tự). Anh/chị sẽ xem trước; bấm gửi thì mới gửi.
broadcast-text-only = Thông báo hiện chỉ gửi được chữ, chưa kèm được ảnh hay tệp. Xin gõ nội dung bằng chữ.
broadcast-too-short = Nội dung quá ngắn. Xin gõ ít nhất một câu (từ 10 ký tự).
broadcast-too-long = Nội dung dài { $length } ký tự, quá { $over } ký tự so với mức { $most }. Xin rút gọn rồi gửi lại.
broadcast-heading = Thông báo của { $ministry }
broadcast-from-ministry = Người gửi: { $name }, { $role }
broadcast-from = Người gửi: { $name }, { $role } – { $unit }
broadcast-footer = Ngày gửi: { $day }. Kiểm tra thật giả: /kiemtra { $code }
broadcast-confirm = Trên đây là đúng tin người nhận sẽ đọc. Gửi tới: { $whom } ({ $count } người)?
broadcast-button-send = Gửi cho { $count } người
broadcast-button-again = Sửa lại
broadcast-button-cancel = Huỷ
broadcast-button-refresh = Cập nhật
broadcast-no-draft = Bản nháp này không còn: đã gửi, đã huỷ hoặc đã được soạn lại. Soạn thông báo mới: /thongbao
broadcast-cancelled = Đã huỷ, chưa gửi cho ai. Soạn thông báo mới: /thongbao
broadcast-sending = Đang gửi cho { $count } người. Mã kiểm tra: { $code }. Bấm “Cập nhật” để xem đã tới bao nhiêu người.
broadcast-sent-before = Thông báo này đã được gửi rồi, không gửi lần nữa. Bấm “Cập nhật” để xem kết quả.
broadcast-stopped = Đã dừng gửi thông báo { $code }: phân công của Anh/chị đã kết thúc. Người nhận sau đó không được gửi; xin báo quản trị của Bộ nếu cần gửi tiếp.
broadcast-stopped-short = (đã dừng giữa chừng)
broadcast-by-no-channel = ({ $count } người chỉ có Zalo Bot: kênh này không gửi thông báo chung)
broadcast-last = Các thông báo gần đây
broadcast-none-yet = Chưa gửi thông báo nào. Soạn thông báo: /thongbao
broadcast-result =
    • { $day } – { $whom }
    “{ $first }”
    Đã gửi { $sent } · đang chờ { $waiting } · không tới { $lost } · không rõ { $unknown }

## Số liệu
stats-not-allowed = Số liệu dành cho quản trị, lãnh đạo Bộ và cán bộ biệt phái đang có phân công. Câu hỏi của Anh/chị: /cauhoi
stats-heading = Số liệu: { $of }
stats-as-of = Đến { $time }
stats-nothing-yet = Chưa có câu hỏi nào. Khi có câu hỏi, số liệu theo tỉnh hiện ở đây.
stats-overdue = Quá hạn: { $count }
stats-open = Đang chờ trả lời: { $count }
stats-asked = Đã hỏi: { $count }
stats-by-bank = Ngân hàng hỏi đáp đã trả lời: { $count }
stats-answered = Cán bộ đã trả lời: { $count }
stats-in-time = Trả lời đúng hạn: { $share }
stats-by-province = Theo tỉnh: quá hạn · chờ · đã trả lời · đúng hạn
stats-line = { $name }: { $overdue } · { $open } · { $answered } · { $share }
stats-one-province = Xem một tỉnh: gõ /thongke và tên tỉnh.

overdue-title = { $count } câu hỏi quá hạn
overdue-none = Không có câu hỏi nào quá hạn. Số liệu theo tỉnh: /thongke
overdue-line = { $holder }, quá hạn từ { $due }
overdue-how = Bấm hoặc gõ số để xem nội dung; mỗi lần xem đều được ghi lại.

## Hạn trả lời
deadline-not-allowed = Hạn trả lời do quản trị của Bộ quy định. Xem phân công của Anh/chị: /toi
deadline-of = Hạn trả lời của { $ministry }
deadline-part-answer = trả lời lần đầu
deadline-part-resolution = giải quyết xong
deadline-part-desk = đầu mối Bộ, từ khi được chuyển lên
deadline-ladder = • Nhắc và cảnh báo: { $steps }; sau đó mỗi ngày một lần đến khi có trả lời
deadline-waits = • Khi chờ người hỏi bổ sung, đồng hồ dừng tối đa { $time }
deadline-is-quiet = • Chỉ nhắn cảnh báo trong giờ làm việc (vẫn ghi nhận đúng lúc)
deadline-is-loud = • Nhắn cảnh báo ngay, kể cả ngoài giờ làm việc
deadline-quiet-on = Chỉ nhắn trong giờ làm việc
deadline-quiet-off = Nhắn ngay, kể cả ngoài giờ
deadline-how =
    Muốn đổi, gõ sau lệnh, ví dụ:
    /hantraloi 48
    /hantraloi 1 ngày làm việc
    /hantraloi 8 giờ làm việc
    Cho một lĩnh vực: /hantraloi điện lực: 4 giờ làm việc
    Hạn giải quyết xong: /hantraloi giải quyết: 5 ngày làm việc
    Hạn của đầu mối Bộ: /hantraloi đầu mối: 1 ngày làm việc
    Lịch làm việc, ngày nghỉ, ngày làm bù: /lich
deadline-bad = Chưa đọc được hạn. Xin gõ số giờ (1 đến 720), số giờ làm việc (1 đến 240) hoặc số ngày làm việc (1 đến 60), ví dụ: /hantraloi 48, /hantraloi 1 ngày làm việc. Cho một lĩnh vực, xin gõ đúng tên, rồi dấu hai chấm: /hantraloi điện lực: 8 giờ làm việc
deadline-confirm = Đổi như trên nút? Câu hỏi đang chờ cũng được tính lại; người hỏi và cán bộ có hạn thay đổi được báo một lần. Không đổi thì không cần làm gì.
deadline-done = Đã quy định hạn trả lời của { $ministry }. Câu hỏi đang chờ được tính lại ngay.

officer-lost = Không còn kênh nào gửi được tin tới { $name } – { $unit }. { $count ->
    [0] Hiện không có câu hỏi nào chờ cán bộ này.
   *[other] Còn { $count } câu hỏi đang chờ cán bộ này.
} Xin gọi để mở lại Cầu Nối (bỏ chặn bot, hoặc vào lại trang chat), hoặc cử người khác.
stats-unreachable = Hiện không gửi được tin tới: { $names }.

## Cán bộ biệt phái
officers-not-allowed = Danh sách này dành cho quản trị của Bộ. Xem phân công của Anh/chị: /toi
officers-none = Chưa có cán bộ biệt phái nào. Mời cán bộ: /moi
officers-title = Cán bộ biệt phái của { $ministry }: { $count } người
officers-how = Bấm hoặc gõ số để xem và sửa từng người. Xem một tỉnh: gõ /canbo và tên tỉnh.
officers-lead = { $name } (đầu mối của tỉnh)
officers-most = (tối đa { $most })
officers-load =
    { $most ->
        [blank] Đang giữ { $open } câu, quá hạn { $overdue }
       *[other] Đang giữ { $open } câu { $most }, quá hạn { $overdue }
    }
officers-over = ĐÃ ĐỦ: đang giữ { $open } câu { $most }, quá hạn { $overdue }
officers-fields = Chỉ phụ trách: { $fields }
officers-away = Đang vắng đến { $until }
officers-no-deputy = Chưa có người thay
officers-until = Biệt phái đến hết { $day }
officers-seen = Liên lạc gần nhất: { $day }
officers-lost = KHÔNG GỬI ĐƯỢC TIN; liên lạc gần nhất: { $day }
officer-number = Phân công số { $number }
officer-capacity = Số câu tối đa
officer-capacity-ask = { $name } giữ nhiều nhất bao nhiêu câu hỏi cùng lúc? Gõ một số đến { $most }; gõ 0 nếu không giới hạn. Khi đã đủ, câu hỏi mới tới người thay hoặc cán bộ khác của tỉnh.
officer-capacity-bad = Chưa đọc được số. Xin gõ một số nguyên từ 0 đến { $most } cho { $name }; 0 là không giới hạn.
officer-fields = Lĩnh vực phụ trách
officer-fields-any = { $name } đang phụ trách mọi lĩnh vực. Bấm hoặc gõ số để chọn; chọn rồi thì chỉ nhận câu hỏi thuộc các lĩnh vực được chọn:
officer-fields-some = { $name } chỉ nhận câu hỏi thuộc các lĩnh vực có dấu ✓. Bấm hoặc gõ số để chọn thêm hay bỏ bớt:
officer-any-field = Mọi lĩnh vực
officer-lead-on = Đặt làm đầu mối của tỉnh
officer-lead-off = Thôi làm đầu mối
officer-prolong = Gia hạn biệt phái
officer-prolong-ask = { $name } biệt phái đến hết ngày nào? Gõ ngày như 25/12 hoặc 25/12/2026, trong vòng một năm tới.
