# Đơn vị sáp nhập, chia tách, đổi tên.

units-merged = Từ { $day }, { $old } sáp nhập vào { $new }.
units-grown = Từ { $day }, { $old } sáp nhập vào { $new } của Anh/chị.
units-renamed = Từ { $day }, { $old } đổi thành { $new }.
units-split = Từ { $day }, { $old } được chia tách.
units-seat = Đơn vị của Anh/chị trên Cầu Nối nay là: { $unit }.
units-all-stays = Câu hỏi, hạn trả lời và quyền của Anh/chị giữ nguyên; Anh/chị không cần làm gì thêm.
units-choose = Câu hỏi, hạn trả lời và quyền của Anh/chị giữ nguyên. Nếu Anh/chị làm việc ở đơn vị khác, xin bấm hoặc gõ số; nếu đúng đơn vị trên, Anh/chị không cần làm gì.
units-mine = Tôi thuộc { $unit }
units-chosen = Đã ghi: Anh/chị thuộc { $unit }. Câu hỏi chưa xong của Anh/chị cũng chuyển theo; Anh/chị cứ gõ câu hỏi như trước.
units-left-you = Do thay đổi đơn vị hành chính, { $count } câu hỏi Anh/chị đang giữ nay thuộc tỉnh khác và đã chuyển cho cán bộ phụ trách tỉnh đó, giữ nguyên hạn: { $codes }. Anh/chị không cần trả lời các câu này nữa.
units-former = { $how ->
    [merge] { $old } đã sáp nhập vào { $new } từ { $day }.
    [split] { $old } đã được chia tách từ { $day }.
   *[rename] { $old } nay là { $new }, từ { $day }.
}
