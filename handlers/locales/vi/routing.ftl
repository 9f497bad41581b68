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
