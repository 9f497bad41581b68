# Đường đi của câu hỏi: quy tắc của Bộ, và vì sao một câu hỏi tới người này.

route-no-ministry = Không có Bộ mang mã này
route-no-field = Không có lĩnh vực mang mã này
route-other-ministry = Lĩnh vực này thuộc Bộ khác
route-no-province = Không có tỉnh, thành phố mang mã này
route-no-commune = Không có đơn vị cấp xã hoặc Sở mang mã này
route-other-province = Đơn vị này thuộc tỉnh khác
route-no-place = Cần mã đơn vị cấp xã, hoặc mã tỉnh
route-bad-to = Nơi nhận phải là desk (đầu mối của Bộ), seat:SỐ (phân công) hoặc group:MÃ_TỈNH (nhóm của tỉnh)
route-no-seat = Không có phân công cán bộ biệt phái nào của Bộ này mang số ấy
route-seat-ended = Phân công này đã kết thúc trước khi quy tắc bắt đầu
route-no-group = Tỉnh này chưa gắn nhóm Telegram
route-bad-dates = Ngày hết hiệu lực phải không trước ngày bắt đầu

route-why-rule-desk = theo quy tắc của Bộ
route-why-rule-seat = theo quy tắc của Bộ
route-why-officer = cán bộ biệt phái của tỉnh
route-why-deputy = nhận thay { $instead_of }
route-why-colleague = cán bộ đứng trước đã giữ đủ số câu
route-why-over = mọi người đều đã đủ số câu, câu hỏi vẫn phải có người nhận
route-why-nobody = không có ai trực; quản trị của Bộ được báo ngay

route-verdict-taken = nhận
route-verdict-away = đang vắng
route-verdict-full = đã giữ đủ số câu
route-verdict-other-field = phụ trách lĩnh vực khác
route-verdict-term-over = phân công đã kết thúc, hoặc chưa bắt đầu
route-verdict-unreachable = không gửi được tin
route-verdict-after = đứng sau

route-to = Tới: { $name } (phân công số { $seat }), { $why }
route-to-desk = Tới: đầu mối { $ministry } ({ $names }), { $why }
route-desk-empty = chưa có ai
route-guess = Lĩnh vực đoán được: { $field } ({ $share } %)
route-guess-none = Không đoán được lĩnh vực; khi người hỏi không chọn, câu hỏi đi theo lĩnh vực mặc định.
route-guess-unsure = Chưa chắc: người hỏi được mời chọn lĩnh vực; không chọn thì đi theo lĩnh vực gần nhất.
route-bank-answer = Ngân hàng hỏi đáp trả lời được ngay; chỉ khi người hỏi cần cán bộ thì mới đi tiếp như dưới đây.
route-bank-suggest = Ngân hàng hỏi đáp gợi ý trước; chỉ khi người hỏi cần cán bộ thì mới đi tiếp như dưới đây.
route-field = Lĩnh vực: { $field }, { $ministry }
route-rule = Quy tắc số { $number }: { $rule }
route-rule-none = Không có quy tắc nào của Bộ cho câu hỏi này.
route-looked =
    { $most ->
        [blank] { $name } (phân công số { $seat }, đang giữ { $open }): { $verdict }
       *[other] { $name } (phân công số { $seat }, đang giữ { $open }/{ $most }): { $verdict }
    }
route-stands-in = { $verdict }, thay { $name }

## /quytac
route-not-allowed = Quy tắc nhận câu hỏi do quản trị của Bộ quy định. Xem phân công của Anh/chị: /toi
route-any-field = mọi lĩnh vực
route-any-place = mọi nơi
route-to-seat = { $name } (phân công số { $seat })
route-to-group = nhóm của { $province }
route-line = { $field } · { $where } → { $to }
route-line-from = { $line }, từ { $day }
route-line-until = { $line }, đến hết { $day }
route-chat-title = Quy tắc nhận câu hỏi của { $ministry }: { $count } quy tắc
route-chat-how =
    Không có quy tắc thì câu hỏi tới cán bộ biệt phái của tỉnh. Gõ sau lệnh, ví dụ:
    /quytac thêm điện lực; Lạng Sơn; Trần Văn Minh
    /quytac bỏ 3
    /quytac ai điện lực; Thất Khê Lạng Sơn
route-chat-examples = Ví dụ: /quytac thêm điện lực; Lạng Sơn; Trần Văn Minh. Có thể ghi: mọi lĩnh vực; mọi nơi; đầu mối; nhóm Lạng Sơn; phân công số 12; thêm “; đến 31/12” nếu có hạn.
route-chat-bad = Chưa đọc được: sau lệnh xin gõ thêm, bỏ, ai, hoặc số của quy tắc.
route-chat-add = Thêm quy tắc
route-chat-one = Quy tắc số { $number }
route-chat-all = Xem các quy tắc
route-chat-none = Không có quy tắc này, hoặc đã bỏ. Xem các quy tắc: /quytac
route-chat-shown = Quy tắc số { $number }: { $line }
route-chat-drop = Bỏ quy tắc số { $number }
route-chat-dropped = Đã bỏ quy tắc số { $number }. Câu hỏi mới không theo quy tắc này nữa; câu đang có người giữ vẫn ở người đó.
route-ask-field = Quy tắc cho lĩnh vực nào? Bấm, hoặc gõ số 1, 2…
route-ask-place = Cho câu hỏi từ đâu? Gõ tên tỉnh hoặc đơn vị cấp xã, không dấu cũng được; hoặc bấm nút.
route-ask-whom = Câu hỏi từ { $where } tới ai? Bấm, gõ số thứ tự, hoặc gõ họ tên cán bộ biệt phái.
route-confirm = Quy tắc mới: { $line }. Có hiệu lực ngay với câu hỏi mới; câu đang có người giữ vẫn ở người đó. Ghi chứ ạ? Không ghi thì không cần làm gì.
route-make = Ghi quy tắc
route-made = Đã ghi quy tắc số { $number }: { $line }.
route-impossible = Không ghi được: { $why }.
route-near = Có lẽ là: { $near }
route-bad-parts = Cần đủ các phần, cách nhau bằng dấu chấm phẩy: lĩnh vực; nơi hỏi; nơi nhận.
route-bad-field = Chưa rõ lĩnh vực “{ $value }” là lĩnh vực nào của Bộ: xin gõ đúng tên, hoặc “mọi lĩnh vực”.
route-bad-place = Không tìm thấy hoặc chưa rõ “{ $value }”: xin gõ tên tỉnh, hoặc tên đơn vị cấp xã kèm tỉnh.
route-bad-name = Không có cán bộ biệt phái nào của Bộ tên “{ $value }”: xin gõ đủ họ tên như trong /canbo, hoặc số phân công.
route-bad-several = Có nhiều người cùng tên; xin gõ số phân công: { $value }
route-bad-group = Không có tỉnh “{ $value }”.
route-bad-day = Chưa đọc được ngày “{ $value }”: xin gõ như đến 31/12, trong vòng một năm tới.
people-command-routes = quy tắc: câu hỏi nào tới ai
