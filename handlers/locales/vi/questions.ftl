# What a cadre reads about his questions.

ask-enrol-first = Câu này cần cán bộ trả lời. Để gửi tới cán bộ phụ trách, mời Anh/chị đăng ký đơn vị trước. Câu hỏi được giữ lại; đăng ký xong, Anh/chị gửi đi bằng một lần bấm.
ask-wait-for-approval = Câu này cần cán bộ trả lời. Yêu cầu đăng ký đơn vị của Anh/chị đang chờ duyệt. Câu hỏi được giữ lại; được duyệt xong, Anh/chị gửi đi bằng một lần bấm.
ask-which-field = Câu này cần cán bộ trả lời. Anh/chị cho biết câu hỏi thuộc lĩnh vực nào (bấm, hoặc gõ số 1, 2…):
ask-other-field = Thuộc { $ministry }
ask-sent =
    Đã gửi câu hỏi { $code } tới { $holder }.
    Hạn trả lời: { $due }.
    Có trả lời là báo ngay tại đây. Cần bổ sung, Anh/chị nhắn tiếp hoặc trả lời vào tin này.

bank-suggest = Có phải Anh/chị hỏi một trong các câu sau? Bấm hoặc gõ số:
bank-none-of-these = Không phải, hỏi cán bộ
bank-helped = Đã rõ
bank-not-helped = Chưa rõ, hỏi cán bộ
bank-glad = Cảm ơn Anh/chị. Khi cần, Anh/chị cứ nhắn câu hỏi mới.
bank-basis = Căn cứ: { $basis }
bank-source = Nguồn: { $link }
bank-checked = Kiểm tra lần cuối: { $day }
bank-unreviewed = Nội dung tham khảo, chưa được Bộ duyệt.
bank-standing-not-yet = Chưa áp dụng: quy định này chưa có hiệu lực.
bank-standing-lapsed = Chỉ có hiệu lực đến hết { $until }. Nội dung dưới đây chỉ để tham khảo.
bank-standing-suspended =
    { $until ->
        [blank] Đang tạm dừng theo { $basis }.
       *[other] Đang tạm dừng đến { $until } theo { $basis }.
    }
bank-held-amended = Chưa trả lời được ngay: căn cứ của mục này được sửa đổi từ { $since } theo { $text }. Bộ đang rà soát lại.
bank-held-lapsed = Chưa trả lời được ngay: căn cứ của mục này hết hiệu lực từ { $since } theo { $text }. Bộ đang rà soát lại.
bank-held-suspended =
    { $until ->
        [blank] Đang tạm dừng từ { $since } theo { $text }.
       *[other] Đang tạm dừng đến { $until } theo { $text }.
    }
bank-held-next = Câu trả lời cũ có thể không còn đúng nên không hiện ở đây. Nếu cần ngay, Anh/chị bấm Hỏi cán bộ.
bank-ask-a-person = Hỏi cán bộ
bank-standing-basis-repealed = Văn bản làm căn cứ đã hết hiệu lực, đang chờ hướng dẫn mới.
bank-standing-superseded = Đã có quy định mới thay thế. Nội dung dưới đây chỉ để tra cứu.
bank-standing-other-province = Quy định này của tỉnh khác, chỉ để tham khảo.
bank-standing-check = Cần kiểm tra lại: quy định có thể đã được sửa đổi.

search-how = Anh/chị gõ /tracuu kèm từ khóa, ví dụ: /tracuu cụm công nghiệp
search-nothing = Không tìm thấy mục phù hợp trong ngân hàng hỏi đáp. Anh/chị thử từ khóa khác, hoặc nhắn cả câu hỏi.

sort-which = Tin này là câu hỏi mới hay bổ sung cho câu đang hỏi? Anh/chị bấm, hoặc gõ số 1, 2…
sort-new = Câu hỏi mới
sort-addition = Bổ sung { $code }: { $start }

add-kept = Đã ghi thêm vào câu hỏi vừa rồi. Anh/chị chọn ở tin trên để gửi đi.
add-kept-with-bank = Đã ghi thêm vào câu hỏi vừa rồi. Khi gửi cho cán bộ, phần này được gửi cùng.
add-sent = Đã chuyển phần bổ sung của câu hỏi { $code }. Hạn trả lời: { $due }.
add-reopened = Đã gửi lại câu hỏi { $code } kèm nội dung vừa rồi. Hạn trả lời mới: { $due }.

settle-solved = Đã giải quyết
settle-not-solved = Chưa giải quyết được
settle-reopen = Hỏi tiếp câu này
settle-thanks = Cảm ơn Anh/chị. Câu hỏi { $code } đã đóng. Mời Anh/chị đánh giá câu trả lời (bấm, hoặc gõ số 1 đến 5):
settle-rated = Đã ghi nhận { $stars } sao. Cảm ơn Anh/chị.
settle-what-is-missing = Câu hỏi { $code } còn vướng chỗ nào? Tin nhắn tiếp theo của Anh/chị sẽ được gửi tới cán bộ.
settle-told = { $name } cho biết câu hỏi { $code } đã được giải quyết.
settle-rating-told = { $name } đánh giá câu trả lời { $code }: { $stars } sao.

mine-title = Câu hỏi của Anh/chị và đơn vị
mine-none = Chưa có câu hỏi nào. Anh/chị cứ nhắn nội dung cần hỏi.
mine-due = Chờ trả lời, hạn { $due }

state-offered = Đang tra ngân hàng hỏi đáp
state-unsorted = Chờ Anh/chị chọn lĩnh vực
state-open = Chờ trả lời
state-waiting = Chờ bổ sung thông tin
state-answered = Đã trả lời
state-closed = Đã đóng
state-merged = Đã ghi vào câu hỏi khác

show-phone = Điện thoại của { $name }: { $phone }
show-nothing = Không tìm thấy câu hỏi này. Anh/chị kiểm tra lại mã, hoặc gõ /trogiup để xem các việc có thể làm.
show-old-button = Nút đã cũ. Anh/chị gõ /trogiup để xem các việc có thể làm.
lost-note = [Gửi kèm nhưng không nhận được: { $what }]
lost-told-large = Không nhận được { $what }: quá lớn (ảnh tối đa 10 MB, tệp tối đa 20 MB). Anh/chị chụp những trang cần hỏi, hoặc chia nhỏ tệp rồi gửi lại.
lost-told-gone = Không nhận được { $what } vừa gửi. Anh/chị vui lòng gửi lại.
lost-kind-photo = ảnh
lost-kind-file = tệp
lost-kind-voice = tin thoại
lost-kind-audio = tệp âm thanh
lost-kind-video = video
lost-kind-sticker = nhãn dán
lost-kind-location = vị trí
lost-kind-contact = danh thiếp
show-unknown-command = Chưa có lệnh này. Anh/chị gõ /trogiup để xem các lệnh, hoặc nhắn thẳng câu hỏi.
show-unshown = Kênh này chỉ nhận được chữ và ảnh, nên nội dung vừa gửi chưa tới nơi. Anh/chị vui lòng gõ thành chữ, hoặc chụp ảnh rồi gửi lại.

unsaid-nudge = Anh/chị còn cần trả lời câu “{ $start }” không?
unsaid-still = Còn, gửi cán bộ
unsaid-done = Không cần nữa

edit-passed-on = Nội dung Anh/chị vừa sửa ở câu hỏi { $code } đã được cập nhật cho người nhận.

courtesy-solved = Cảm ơn Anh/chị. Câu hỏi { $code } đã giải quyết xong chưa?
courtesy-returned = Cảm ơn Anh/chị. Cần hỏi gì, Anh/chị cứ nhắn ngay tại đây.
courtesy-how = Anh/chị cứ nhắn nội dung cần hỏi ngay tại đây, hoặc gõ /trogiup để xem các việc có thể làm.
