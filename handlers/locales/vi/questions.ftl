# What a cadre reads about his questions.

ask-enrol-first = Câu này cần cán bộ trả lời. Để gửi tới cán bộ phụ trách, mời Anh/chị đăng ký đơn vị trước. Câu hỏi được giữ lại; đăng ký xong, Anh/chị gửi đi bằng một lần bấm.
ask-wait-for-approval = Câu này cần cán bộ trả lời. Yêu cầu đăng ký đơn vị của Anh/chị đang chờ duyệt. Câu hỏi được giữ lại; được duyệt xong, Anh/chị gửi đi bằng một lần bấm.
ask-which-field = Câu này cần cán bộ trả lời. Anh/chị cho biết câu hỏi thuộc lĩnh vực nào (bấm, hoặc gõ số 1, 2…):
ask-other-field = Thuộc { $ministry }
ask-sent =
    Đã gửi câu hỏi { $code } tới { $holder }.
    Hạn trả lời: { $due }.
    Có trả lời là báo ngay tại đây. Cần bổ sung, Anh/chị nhắn tiếp hoặc trả lời vào tin này.

ask-sent-guessed = Anh/chị chưa chọn lĩnh vực nên câu hỏi được gửi theo lĩnh vực gần nhất: { $field }, { $ministry }. Nếu chưa đúng, Anh/chị bấm (hoặc gõ) Sai lĩnh vực.

bank-suggest =
    { $count ->
        [1] Có phải Anh/chị hỏi câu sau? Bấm hoặc gõ số:
       *[other] Có phải Anh/chị hỏi một trong các câu sau? Bấm hoặc gõ số:
    }
bank-none-of-these = Không phải, hỏi cán bộ
bank-helped = Đã rõ
bank-not-helped = Chưa rõ, hỏi cán bộ
bank-glad = Cảm ơn Anh/chị. Khi cần, Anh/chị cứ nhắn câu hỏi mới.
bank-still-asked = Cán bộ vẫn chờ Anh/chị trả lời điều đã hỏi thêm ở câu hỏi { $code }.
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
sort-merged = Nội dung này đã được ghi vào câu hỏi khác. Nếu đây là câu hỏi riêng, Anh/chị nhắn lại nội dung đó rồi bấm Câu hỏi mới.
sort-never-mind = Thôi, không hỏi nữa

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
mine-offered = Ngân hàng hỏi đáp đã phản hồi, chờ Anh/chị cho biết đã đủ chưa
mine-unsaid = Chờ Anh/chị cho biết là câu hỏi mới hay bổ sung
mine-due = Đang xử lý: { $holder }, hạn { $due }

state-offered = Ngân hàng hỏi đáp đã phản hồi, chờ người hỏi cho biết đã đủ chưa
state-unsorted = Chờ Anh/chị chọn lĩnh vực
state-open = Chờ trả lời
state-waiting = Chờ bổ sung thông tin
state-answered = Đã trả lời
state-closed = Đã đóng
state-merged = Đã ghi vào câu hỏi khác
state-recalled = Đã thu hồi

show-phone = Điện thoại của { $name }: { $phone }
show-nothing = Không tìm thấy câu hỏi này. Anh/chị kiểm tra lại mã, hoặc gõ /trogiup để xem các việc có thể làm.
show-old-button = Nút đã cũ. Anh/chị gõ /trogiup để xem các việc có thể làm.
show-stands =
    { $code ->
        [blank] Nội dung này nay ở trạng thái “{ $stands }” nên nút vừa bấm không dùng được nữa.
       *[other] Câu hỏi { $code } nay ở trạng thái “{ $stands }” nên nút vừa bấm không dùng được nữa.
    }
lost-note = [Gửi kèm nhưng không nhận được: { $what }]
lost-told-large = Không nhận được { $what }: quá lớn (ảnh tối đa 10 MB, tệp tối đa 20 MB). Anh/chị chụp những trang cần hỏi, hoặc chia nhỏ tệp rồi gửi lại.
lost-told-gone = Không nhận được { $what } vừa gửi. Anh/chị vui lòng gửi lại.
lost-told-kind = Không nhận được { $what }: loại tệp này không chuyển đi được. Anh/chị gửi ảnh, PDF, Word, Excel, PowerPoint, âm thanh hoặc video; tệp nén thì giải nén rồi gửi từng tệp; tệp có macro hoặc mật khẩu thì lưu lại không có những thứ đó.
lost-told-infected = Không nhận { $what }: phần mềm diệt vi-rút báo có mã độc. Anh/chị kiểm tra lại máy, hoặc chụp ảnh nội dung rồi gửi.
lost-told-unchecked = Chưa nhận được { $what }: hệ thống chưa kiểm tra vi-rút được. Anh/chị vui lòng gửi lại sau ít phút.
lost-kind-photo = ảnh
lost-kind-file = tệp
lost-kind-voice = tin thoại
lost-kind-audio = tệp âm thanh
lost-kind-video = video
lost-kind-sticker = nhãn dán
lost-kind-location = vị trí
lost-kind-contact = danh thiếp
show-unknown-command = Chưa có lệnh này. Anh/chị gõ /trogiup để xem các lệnh, hoặc nhắn thẳng câu hỏi.
show-unshown = Nội dung vừa gửi thuộc loại mà kênh này không chuyển được nên chưa tới nơi. Anh/chị vui lòng gõ thành chữ, hoặc chụp ảnh rồi gửi lại.

unsaid-nudge = Anh/chị còn cần trả lời câu “{ $start }” không?
unsaid-still = Còn, gửi cán bộ
unsaid-done = Không cần nữa

dropped = Vâng, “{ $start }” không gửi cho ai. Nếu vẫn cần trả lời, Anh/chị bấm Gửi cán bộ.
dropped-already = Vâng, câu này không còn chờ ai trả lời. Cần hỏi gì, Anh/chị cứ nhắn.
dropped-send = Gửi cán bộ

edit-told = { $name } đã sửa câu trả lời cho câu hỏi { $code }. Xin Anh/chị đọc lại và làm theo nội dung mới.
edit-passed-on = Nội dung Anh/chị vừa sửa ở câu hỏi { $code } đã được cập nhật cho người nhận.

recall-done = Đã thu hồi tin của Anh/chị ở câu hỏi { $code }.
recall-done-question = Đã thu hồi câu hỏi { $code }. Cán bộ không phải trả lời câu này nữa. Cần hỏi lại, Anh/chị cứ nhắn câu hỏi mới.
recall-done-unsent = Đã thu hồi. Nội dung này chưa gửi cho cán bộ nào. Cần hỏi lại, Anh/chị cứ nhắn câu hỏi mới.
recall-done-answer = Đã thu hồi câu trả lời cho câu hỏi { $code }. Câu hỏi lại chờ Anh/chị trả lời, hạn: { $due }.
recall-done-unasked = Đã thu hồi phần hỏi thêm ở câu hỏi { $code }. Cán bộ không phải trả lời thêm; câu trả lời Anh/chị đã nhận vẫn giữ nguyên.
recall-what = Tin đã thu hồi: “{ $start }”
recall-where-it-stays = Nơi nào không xóa được, người nhận được báo là tin đã thu hồi.
recall-unsent = Tin vừa rồi chưa gửi cho ai và đã được bỏ.
recall-not-a-message = Tin này không có gì để thu hồi. Anh/chị trả lời /thuhoi vào đúng tin mình đã gửi, hoặc gõ riêng /thuhoi để chọn.
recall-nothing = Không có tin nào của Anh/chị ở đây để thu hồi.
recall-which = Anh/chị muốn thu hồi tin nào? Bấm, hoặc gõ số 1, 2…
recall-not-yours = Đây là tin của người khác. Anh/chị chỉ thu hồi được tin của mình.
recall-twice = Tin này đã được thu hồi trước đó.
recall-gone = Tin này đã được thu hồi.
recall-told-question = { $name } đã thu hồi câu hỏi { $code }. Anh/chị không cần trả lời câu này nữa.
recall-told-addition = { $name } đã thu hồi một tin ở câu hỏi { $code }.
recall-told-unasked = Anh/chị không cần trả lời thêm; câu trả lời đã gửi vẫn giữ nguyên.
recall-told-answer = { $name } đã thu hồi câu trả lời cho câu hỏi { $code }. Xin không làm theo nội dung đó.
recall-told-ask-back = { $name } đã thu hồi điều vừa hỏi thêm ở câu hỏi { $code }. Anh/chị không cần trả lời điều đó.
recall-still-due = Câu hỏi vẫn chờ trả lời, hạn: { $due }.
recall-draft-ended = Đề xuất đưa nội dung này vào ngân hàng hỏi đáp cũng đã được rút lại.
recall-in-bank = Nội dung này đã vào ngân hàng hỏi đáp. Nếu không còn đúng, xin báo chuyên viên của Bộ rà soát mục đó.

courtesy-solved = Cảm ơn Anh/chị. Câu hỏi { $code } đã giải quyết xong chưa?
courtesy-greeted = Chào Anh/chị. Cần hỏi gì, Anh/chị cứ nhắn ngay tại đây.
courtesy-returned = Cảm ơn Anh/chị. Cần hỏi gì, Anh/chị cứ nhắn ngay tại đây.
courtesy-how = Anh/chị cứ nhắn nội dung cần hỏi ngay tại đây, hoặc gõ /trogiup để xem các việc có thể làm.
courtesy-about = Đây là Cầu Nối, kênh hỏi đáp tự động của cán bộ cơ sở với Bộ. Câu đã có trong ngân hàng hỏi đáp được trả lời ngay; câu khác được gửi tới cán bộ biệt phái của Bộ tại tỉnh, có hạn trả lời. Anh/chị cứ nhắn câu hỏi, hoặc gõ /trogiup.
courtesy-take-back = Nếu không cần trả lời nữa, Anh/chị trả lời /thuhoi vào tin đã hỏi, hoặc gõ riêng /thuhoi.
take-back = Thu hồi câu hỏi
