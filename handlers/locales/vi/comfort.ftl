# What makes an officer's work lighter: the queue's filters, suggestions, snippets, reminders, notes.

queue-counts = Quá hạn: { $overdue } · Đến hạn hôm nay: { $today } · Chờ người hỏi: { $waiting } · Tất cả: { $count }
queue-filtered = Đang lọc: { $filter } ({ $count } câu)
queue-page = Trang { $page }/{ $pages }
queue-back = Trang trước
queue-filter-all = Tất cả
queue-filter-overdue = Quá hạn
queue-filter-today = Đến hạn hôm nay
queue-filter-waiting = Chờ người hỏi
queue-by-field = Theo lĩnh vực
queue-which-field = Xem câu hỏi của lĩnh vực nào? Bấm, hoặc gõ số 1, 2…
queue-how-to-filter = Lọc bằng chữ: /hangdoi quá hạn · /hangdoi hôm nay · /hangdoi chờ · /hangdoi kèm tên lĩnh vực.
queue-none-of-these = Không có câu nào thuộc bộ lọc “{ $filter }”. Anh/chị còn { $count } câu hỏi chờ trả lời: bấm Tất cả, hoặc gõ /hangdoi.
queue-no-such-filter =
    Chưa có bộ lọc này. Anh/chị gõ /hangdoi kèm một trong các từ: quá hạn, hôm nay, chờ, tất cả, hoặc tên lĩnh vực.
    Lĩnh vực đang có câu hỏi chờ: { $fields }

more-button = Việc khác
more-title = Câu hỏi { $code }: việc khác
more-how = Chọn việc cần làm: bấm, hoặc gõ số 1, 2… Muốn trả lời, Anh/chị trả lời vào tin này.

suggest-button = Gợi ý trả lời
suggest-title = Gợi ý { $number }/{ $count } cho câu hỏi { $code }:
suggest-nothing = Chưa có mục nào trong ngân hàng hỏi đáp và chưa có câu đã trả lời nào trong tỉnh gần với câu hỏi { $code }. Anh/chị tự soạn câu trả lời, hoặc tìm bằng từ khóa: /tracuu kèm từ khóa.
suggest-gone = Nội dung này không còn, hoặc không còn gửi được như trước. Anh/chị bấm Trả lời trên thẻ câu hỏi để tự soạn, hoặc bấm Gợi ý trả lời để xem lại.
suggest-look-over = Mục này có thể chưa đúng với địa phương hoặc thời điểm hỏi nên không gửi nguyên văn được. Anh/chị xem lại, sửa rồi gửi.
suggest-held = Mục này đang tạm dừng nên không gửi được. Anh/chị tự soạn câu trả lời.
suggest-personal = Lưu ý: nội dung có thể nêu dữ liệu của công dân ({ $kinds }). Anh/chị bỏ những dữ liệu này trước khi gửi cho người khác.
suggest-next = Gợi ý tiếp
use-as-it-is = Gửi nguyên văn
use-edited = Sửa rồi gửi
use-all-the-same = Vẫn gửi nguyên văn
use-edited-how = Nội dung để sửa ở tin dưới. Anh/chị chép lại, sửa rồi gửi: tin nhắn tiếp theo sẽ được gửi ngay cho người hỏi câu { $code }.
past-title = Đã trả lời câu { $code }, { $unit }, lúc { $time }

earlier-title = Câu hỏi đã trả lời trong tỉnh ({ $count })

people-command-snippet = mẫu trả lời của tôi
people-command-remind = nhắc lại câu hỏi vào giờ hẹn

snippet-use = Dùng mẫu
snippet-save = Lưu thành mẫu
snippet-title = Mẫu “{ $name }”
snippet-list = Mẫu của Anh/chị ({ $count }/{ $most })
snippet-which = Bấm hoặc gõ số để xem mẫu rồi gửi.
snippet-how = Thêm mẫu: /mau thêm Tên: nội dung · Đổi tên: /mau đổi Tên cũ: Tên mới · Xóa: /mau xóa Tên · Hoặc bấm Lưu thành mẫu dưới câu trả lời vừa gửi.
snippet-how-to-use = Để gửi mẫu: bấm Việc khác rồi Dùng mẫu dưới thẻ câu hỏi, hoặc trả lời vào thẻ bằng /mau kèm tên mẫu.
snippet-none = Anh/chị chưa có mẫu nào.
snippet-not-yours = Mẫu trả lời dành cho cán bộ biệt phái, chuyên viên và quản trị của Bộ. Anh/chị gõ /trogiup để xem các việc có thể làm.
snippet-gone = Mẫu này không còn. Danh sách mẫu: /mau
snippet-no-such = Không có mẫu nào tên “{ $name }”. Danh sách mẫu: /mau
snippet-is-there = Nội dung này đã có trong mẫu “{ $name }”. Danh sách mẫu: /mau
snippet-saved = Đã lưu mẫu “{ $name }”. Danh sách mẫu: /mau
snippet-too-many = Anh/chị đã có { $most } mẫu, nhiều nhất có thể. Xóa bớt mẫu không dùng nữa (/mau) rồi lưu lại.
snippet-bad-name = Tên mẫu cần có chữ và dài không quá { $most } ký tự. Anh/chị gõ lại tên khác.
snippet-bad-text = Nội dung mẫu cần có chữ và dài không quá { $most } ký tự. Anh/chị rút gọn rồi thêm lại.
snippet-name-taken = Đã có mẫu khác tên “{ $name }”. Anh/chị gõ tên khác.
snippet-rename = Đổi tên
snippet-drop = Xóa mẫu
snippet-write-name = Tên mới cho mẫu “{ $name }” là gì? Gõ tên, không quá { $most } ký tự.
snippet-renamed = Mẫu nay có tên “{ $name }”. Danh sách mẫu: /mau
snippet-dropped = Đã xóa mẫu “{ $name }”. Nội dung đã xóa, nếu cần chép lại:

undo-button = Hoàn tác ({ $seconds } giây)
undo-too-late = Đã quá 30 giây nên không hoàn tác ngay được nữa. Anh/chị vẫn có thể thu hồi câu trả lời: bấm nút dưới, hoặc trả lời /thuhoi vào tin đã gửi. Người hỏi có thể đã đọc.
undo-recall = Thu hồi câu trả lời
undo-text = Nội dung vừa rút lại, để Anh/chị chép và sửa:

unfinished = Câu hỏi { $code } (“{ $start }”) vẫn chưa được trả lời.
unfinished-go-on = Trả lời { $code }
lapsed-which = Trước đó Anh/chị đã bấm Trả lời câu hỏi { $code } (“{ $start }”). Tin vừa rồi có phải câu trả lời không? Bấm, hoặc gõ số 1, 2.
lapsed-which-ask-back = Trước đó Anh/chị đã bấm Hỏi thêm ở câu hỏi { $code } (“{ $start }”). Tin vừa rồi có phải điều cần hỏi thêm không? Bấm, hoặc gõ số 1, 2.
lapsed-other = Không, là nội dung khác
kept-is-answer = Gửi làm câu trả lời { $code }
kept-is-asked-back = Gửi làm điều hỏi thêm { $code }

remind-button = Nhắc tôi lúc…
remind-when = Nhắc lại câu hỏi { $code } lúc nào? Bấm, hoặc gõ giờ: 15:30, mai 8h, thứ hai 9h, 2 tiếng nữa, 25/12 9h.
remind-in-an-hour = Sau 1 giờ
remind-this-afternoon = 14:00 chiều nay
remind-tomorrow = 08:00 sáng mai
remind-not = Không cần nhắc nữa
remind-again = Nhắc lại sau
remind-set-for = Đã đặt nhắc: { $at }
remind-done = Sẽ nhắc Anh/chị câu hỏi { $code } lúc { $at }. Câu hỏi được trả lời trước đó thì không nhắc nữa.
remind-after-due = Lưu ý: giờ nhắc sau hạn trả lời ({ $due }).
remind-dropped = Đã bỏ nhắc câu hỏi { $code }.
remind-none-of-it = Câu hỏi { $code } chưa đặt giờ nhắc nào.
remind-unreadable = Chưa đọc được giờ. Anh/chị gõ như: 15:30, mai 8h, thứ hai 9h, 2 tiếng nữa, 25/12 9h.
remind-past = Giờ này đã qua. Anh/chị gõ một giờ sắp tới, như: 15:30, mai 8h, thứ hai 9h.
remind-too-far = Chỉ đặt nhắc được trong vòng 90 ngày tới. Anh/chị gõ ngày gần hơn, như: mai 8h, thứ hai 9h, 25/12 9h.
remind-list = Các giờ nhắc đã đặt
remind-list-empty = Anh/chị chưa đặt giờ nhắc nào.
remind-how = Đặt giờ nhắc: /nhac kèm mã câu hỏi và giờ, như /nhac 482-715-364 15:30; bỏ nhắc: /nhac 482-715-364 bỏ. Hoặc bấm Việc khác dưới thẻ câu hỏi.
remind-told = Nhắc Anh/chị: câu hỏi { $code } chưa trả lời

awaiting-button = Chờ ai…
awaiting-write = Câu hỏi { $code } đang chờ ai, việc gì? Ví dụ: chờ Sở Tư pháp trả lời. Ghi chú này chỉ người trả lời thấy; hạn trả lời vẫn tính.
awaiting-noted = Ghi chú: { $text }
awaiting-no-more = Không chờ nữa
awaiting-done = Đã ghi chú cho câu hỏi { $code }: { $text }. Người hỏi không thấy ghi chú; hạn trả lời vẫn tính: { $due }.
awaiting-over = Đã bỏ ghi chú chờ của câu hỏi { $code }.
awaiting-bad = Ghi chú cần có chữ, không kèm tệp và dài không quá { $most } ký tự nên chưa ghi. Anh/chị gõ lại ngắn hơn; nếu đây là câu trả lời, bấm nút dưới.

twins-more = Còn { $count } câu hỏi khác đang chờ có nội dung tương tự.
twins-offer = Còn { $count } câu đang chờ có nội dung tương tự. Gửi cùng câu trả lời này?
twins-how = Câu nào khác nội dung, Anh/chị bỏ ra trước khi gửi. Mỗi người hỏi nhận câu trả lời riêng.
twins-send = Gửi cùng câu trả lời cho { $count } câu
twins-drop = Bỏ câu { $number }
twins-passed-over = Không gửi cho { $count } câu đã được trả lời hoặc không còn do Anh/chị phụ trách: { $codes }.

people-data-snippets = Mẫu trả lời Anh/chị đã lưu: { $count } (xem và xóa: /mau)
