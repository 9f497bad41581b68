### Rà soát ngân hàng hỏi đáp: bàn làm việc của chuyên viên Bộ, mục chờ duyệt, văn bản thay đổi.

## Bàn làm việc
people-command-bank = rà soát ngân hàng hỏi đáp, ghi nhận văn bản thay đổi
bank-desk-not-allowed = Việc rà soát ngân hàng dành cho chuyên viên và quản trị của Bộ đang có phân công. Anh/chị tra cứu bằng /tracuu
bank-desk-heading = Ngân hàng hỏi đáp: { $ministry }
bank-desk-verdicts = 30 ngày qua, sau khi nhận câu trả lời: { $helped } lần báo đã rõ, { $unhelped } lần báo chưa rõ, { $silent } lần không phản hồi.
bank-desk-waiting =
    { $count ->
        [0] Không có mục nào chờ rà soát.
       *[other] Đang chờ rà soát: { $count } mục.
    }
bank-desk-unmatched = Câu chưa có trong ngân hàng
bank-desk-write = Soạn mục mới
bank-desk-law = Ghi nhận văn bản thay đổi
bank-desk-law-list = Văn bản thay đổi đã ghi nhận
bank-desk-caution = Mức thận trọng

## Mục chờ rà soát
review-look = Xem mục đầu tiên
review-many = { $count } mục của { $ministry } cần rà soát. Mở lại lúc nào cũng được: /nganhang
review-next = Mục tiếp theo ({ $count })
review-none-left = Không còn mục nào chờ rà soát. Bàn làm việc: /nganhang
review-heading-draft = Mục mới chờ duyệt · mục rà soát số { $number }
review-heading-feedback = Mục cần xem lại · mục rà soát số { $number }
review-heading-law = Mục tạm giữ vì văn bản thay đổi · mục rà soát số { $number }
review-heading-wording = Cách hỏi mới · mục rà soát số { $number }
review-why-answer = Từ câu trả lời { $code } của { $name }
review-why-by-hand = Do { $name } soạn
review-why-feedback = { $count } người nhận câu trả lời này báo chưa rõ.
review-why-wording = { $count } người hỏi bằng lời khác và báo đã rõ; đề nghị thêm các cách hỏi đó.
review-law-amended = { $place } được sửa đổi từ { $since } theo { $text }.
review-law-suspended =
    { $until ->
        [blank] { $place } tạm dừng từ { $since } theo { $text }, chưa có ngày kết thúc.
       *[other] { $place } tạm dừng từ { $since } đến hết { $until } theo { $text }.
    }
review-law-lapsed = { $place } hết hiệu lực từ { $since } theo { $text }.
review-law-free = Văn bản thay đổi này không còn làm mục này bị tạm giữ.
review-close = Đóng
review-heading-check = Mục cần kiểm tra lại · mục rà soát số { $number }
review-why-check = Đã lâu chưa kiểm tra, hoặc sắp hết hiệu lực: xin đối chiếu lại căn cứ.
bank-desk-to-check = Đến hạn kiểm tra lại: { $count } mục.
bank-desk-check = Kiểm tra lại { $count } mục
review-entry-gone = Mục này không còn trong ngân hàng.
review-field = Lĩnh vực: { $field }
review-part-field = Lĩnh vực
review-part-question = Câu hỏi
review-part-phrasings = Cách hỏi khác
review-part-answer = Trả lời
review-part-legal-basis = Căn cứ pháp lý
review-part-valid-from = Có hiệu lực từ
review-part-valid-to = Hiệu lực đến hết
review-part-provinces = Tỉnh áp dụng
review-before = Trước đây: { $text }
review-everywhere = Cả nước
review-nothing = (không có)
review-and-more = … và { $count } dòng nữa
review-near = Gần giống trong ngân hàng:
review-lacks-field = Chưa có lĩnh vực của Bộ: bấm Sửa, chọn Lĩnh vực, rồi duyệt.
review-lacks-question = Chưa có câu hỏi: bấm Sửa để viết.
review-lacks-answer = Chưa có câu trả lời: bấm Sửa để viết, rồi duyệt.
review-lacks-basis = Chưa có căn cứ pháp lý: bấm Sửa để ghi, rồi duyệt.
review-lacks-dates = Ngày hết hiệu lực đứng trước ngày có hiệu lực: bấm Sửa để ghi lại.
review-lacks-provinces = Có mã tỉnh không tồn tại: bấm Sửa, chọn Tỉnh áp dụng để ghi lại.
review-lacks-sound = Nội dung quá dài hoặc có ký tự không dùng được nên chưa lưu được: bấm Sửa để rút gọn.
review-personal = Phần vừa viết có thể còn thông tin riêng của một người: { $kinds }. Câu này ai cũng đọc được: bấm Sửa để bỏ, trừ khi là thông tin công khai của cơ quan.
review-elsewhere = Mục rà soát số { $number } của cùng nội dung này có phần sửa của { $name }, chưa duyệt:
review-show = Xem mục rà soát số { $number }
review-edit-entry = Sửa mục này
review-accept = Duyệt
review-publish = Duyệt bản sửa
review-keep = Vẫn đúng
review-edit = Sửa
review-drop = Bỏ phần sửa
review-merge = Gộp vào mục { $number }
review-reject = Từ chối
review-later = Để sau
review-remove = Bỏ khỏi ngân hàng

## Sửa
review-which-part = Anh/chị sửa phần nào?
review-write-question = Anh/chị viết câu hỏi, như người ở cấp xã sẽ hỏi.
review-write-phrasings = Anh/chị viết các cách hỏi khác, mỗi cách một dòng. Danh sách này thay cho danh sách cũ.
review-write-answer = Anh/chị viết câu trả lời.
review-write-legal-basis = Anh/chị viết căn cứ pháp lý, mỗi căn cứ một dòng. Ví dụ: Nghị định 139/2025/NĐ-CP, Điều 5 khoản 2
review-write-valid-from = Có hiệu lực từ ngày nào? Ví dụ: 01/03/2027. Không giới hạn thì gõ: không
review-write-valid-to = Hiệu lực đến hết ngày nào? Ví dụ: 28/02/2027. Không giới hạn thì gõ: không
review-write-provinces = Áp dụng ở tỉnh nào? Viết tên các tỉnh, cách nhau bằng dấu phẩy; áp dụng cả nước thì gõ: cả nước
review-write-field = Mục này thuộc lĩnh vực nào?
review-dropped = Đã bỏ phần sửa. Mục này lại như đang có trong ngân hàng:
review-part-changed = Phần “{ $part }” đã được sửa ở nơi khác trong lúc Anh/chị viết. Nội dung hiện nay:
review-part-changed-how = Chưa có gì bị thay. Đoạn Anh/chị vừa viết ở tin dưới đây để chép lại. Muốn sửa tiếp, Anh/chị gửi lại trọn phần này; muốn giữ nội dung hiện nay, gõ /nganhang
review-way-out = Muốn dừng, Anh/chị gõ /nganhang
review-bad-empty = Tin vừa rồi không có chữ. Anh/chị viết lại.
review-bad-long = Dài quá { $limit } ký tự. Anh/chị viết gọn lại.
review-bad-many = Nhiều quá { $limit } dòng. Anh/chị bớt lại.
review-bad-day = Chưa đọc được ngày. Anh/chị viết như 01/03/2027.
review-bad-province = Không có tỉnh “{ $name }”. Anh/chị viết lại tên các tỉnh, cách nhau bằng dấu phẩy; áp dụng cả nước thì gõ: cả nước
review-bad-basis = Chưa thấy tên văn bản. Anh/chị viết như: Nghị định 139/2025/NĐ-CP, Điều 5 khoản 2

## Quyết định
review-accepted = Đã duyệt mục rà soát số { $number }. Câu trả lời này được dùng ngay từ bây giờ.
review-merged = Đã gộp mục rà soát số { $number } thành một cách hỏi của mục có sẵn.
review-rejected = Đã từ chối mục rà soát số { $number }.
review-accepted-held = Đã duyệt mục rà soát số { $number }. Căn cứ của mục đang có thay đổi nên câu trả lời còn tạm giữ: /nganhang
review-accepted-later = Đã duyệt mục rà soát số { $number }. Câu trả lời này được dùng từ { $day }; trước ngày đó người hỏi được báo là chưa có hiệu lực.
review-closed = Đã đóng mục rà soát số { $number }.
review-removed =
    { $count ->
        [0] Đã xử lý mục rà soát số { $number }: câu trả lời này không còn trong ngân hàng.
       *[other] Đã xử lý mục rà soát số { $number }: câu trả lời này không còn trong ngân hàng; đang báo cho { $count } người đã nhận.
    }
review-why-reject = Vì sao từ chối? Bấm chọn hoặc viết lý do; người đề nghị sẽ nhận được.
review-why-remove =
    { $count ->
        [0] Vì sao bỏ câu trả lời này? Anh/chị viết lý do để lưu cùng lịch sử của mục.
       *[other] Vì sao bỏ câu trả lời này? Anh/chị viết lý do để lưu cùng lịch sử của mục; sau đó { $count } người đã nhận sẽ được báo là không còn dùng.
    }
review-reason-needed = Cần một lý do. Anh/chị viết ngắn gọn.
review-reason-once = Chỉ đúng cho một trường hợp
review-reason-wrong = Nội dung chưa chính xác
review-reason-there = Đã có mục khác
review-masked-left = Mục rà soát số { $number } còn chỗ đã che: { $masked }. Người nhận sẽ đọc nguyên như vậy. Anh/chị sửa lại thành câu chung cho mọi trường hợp, hoặc bấm “Vẫn duyệt”.
review-accept-masked = Vẫn duyệt
review-was-accepted = Mục rà soát số { $number } đã được { $name } duyệt lúc { $time }.
review-was-merged = Mục rà soát số { $number } đã được { $name } gộp vào mục khác lúc { $time }.
review-was-rejected = Mục rà soát số { $number } đã được { $name } xử lý lúc { $time }: không dùng.
review-was-ended =
    { $name ->
        [blank] Mục rà soát số { $number } đã tự đóng lúc { $time }: văn bản thay đổi không còn làm mục này bị tạm giữ.
       *[other] Mục rà soát số { $number } đã đóng lúc { $time }, sau khi { $name } xử lý: văn bản thay đổi không còn làm mục này bị tạm giữ.
    }
review-was-edited = Nội dung đã khác so với thẻ Anh/chị vừa bấm. Xin xem lại trước khi quyết định:
review-elsewhere-new = Mục này còn có phần sửa ở mục rà soát khác mà thẻ Anh/chị vừa bấm chưa cho thấy. Xin xem lại trước khi quyết định:
review-hold-changed = Nội dung không đổi, nhưng văn bản làm mục này bị tạm giữ đã khác so với thẻ Anh/chị vừa bấm. Xin xem lại trước khi quyết định:
review-retell = Báo cho { $count } người đã nhận câu trả lời cũ
review-retelling = Đang báo. Mỗi người nhận một tin.
review-author-accepted = Đề nghị của Anh/chị đã được duyệt và có trong ngân hàng: “{ $question }”
review-author-merged = Đề nghị của Anh/chị được gộp vào mục có sẵn: “{ $question }”
review-author-rejected = Đề nghị của Anh/chị đưa câu trả lời vào ngân hàng chưa được nhận. Lý do: { $reason }. Câu trả lời đã gửi người hỏi vẫn giữ nguyên.

## Đề nghị đưa vào ngân hàng
draft-button = Đưa vào ngân hàng
draft-made =
    { $left ->
        [blank] Đã gửi Bộ duyệt để đưa câu trả lời { $code } vào ngân hàng. Kết quả sẽ báo tại đây.
       *[other] Đã gửi Bộ duyệt để đưa câu trả lời { $code } vào ngân hàng, sau khi che { $left }. Kết quả sẽ báo tại đây.
    }
draft-recalled = Nội dung này đã được thu hồi nên không đưa vào ngân hàng được.
draft-there = Câu trả lời { $code } đã được đề nghị trước đó. Kết quả sẽ báo tại đây.
review-refused =
    { $reason ->
        [blank] Lần trước, { $name } đã từ chối lúc { $time }.
       *[other] Lần trước, { $name } đã từ chối lúc { $time }. Lý do: { $reason }
    }
draft-again-how = Anh/chị vẫn muốn đề nghị lại thì bấm nút dưới đây; người duyệt cũng thấy lý do này.
draft-again = Đề nghị lại
draft-which-field = Mục mới thuộc lĩnh vực nào?
personal-name = họ tên
personal-phone = số điện thoại
personal-email = địa chỉ thư
personal-identity = số giấy tờ
personal-account = số tài khoản
personal-tax = mã số thuế
personal-birth = ngày sinh
personal-plot = số thửa, số tờ
personal-house = số nhà
personal-plate = biển số xe
mask-name = [họ tên]
mask-phone = [số điện thoại]
mask-email = [địa chỉ thư]
mask-identity = [số giấy tờ]
mask-account = [số tài khoản]
mask-tax = [mã số thuế]
mask-birth = [ngày sinh]
mask-plot = [số]
mask-house = [số]
mask-plate = [biển số]

## Câu chưa có trong ngân hàng
unmatched-heading = 30 ngày qua có { $count } câu hỏi chưa có mục trả lời
unmatched-line = { $number }. ({ $count } câu) { $text }
unmatched-field = Lĩnh vực: { $field }
unmatched-make = Soạn mục từ nhóm { $number }
unmatched-how = Bấm để soạn mục từ một nhóm: câu hỏi, các cách hỏi và câu trả lời mới nhất của cán bộ được chép sẵn.
unmatched-none = Câu hỏi chuyển đến cán bộ sẽ hiện ở đây, câu gần giống nhau được gộp lại.

## Văn bản thay đổi
law-write-place = Văn bản nào thay đổi? Ghi cả điều, khoản nếu chỉ thay đổi một phần. Ví dụ: Điều 5 Nghị định 139/2025/NĐ-CP
law-bad-place = Chưa đọc được tên văn bản. Anh/chị viết như: Nghị định 139/2025/NĐ-CP, hoặc: Luật Đất đai 2024, Điều 87
law-one-place = Mỗi lần ghi nhận một chỗ thay đổi. Anh/chị viết một văn bản, một điều.
law-which-effect = { $place }: ngân hàng có { $count } mục viện dẫn. Văn bản này thay đổi thế nào?
law-amended = Được sửa đổi
law-suspended = Tạm dừng
law-lapsed = Hết hiệu lực
law-write-since = Từ ngày nào, theo văn bản nào? Ví dụ: 01/03/2027 theo Nghị định 20/2027/NĐ-CP
law-write-until = Tạm dừng từ ngày nào, đến hết ngày nào (nếu có), theo văn bản nào? Ví dụ: 01/12/2026 đến 28/02/2027 theo Nghị quyết 30/2026/NQ-CP
law-bad-since = Chưa đọc được ngày, hoặc có nhiều ngày hơn cần thiết. Anh/chị viết như: 01/03/2027 theo Nghị định 20/2027/NĐ-CP
law-bad-until = Ngày kết thúc đứng trước ngày bắt đầu. Anh/chị viết lại.
law-bad-text = Thiếu tên văn bản mới. Anh/chị viết như: 01/03/2027 theo Nghị định 20/2027/NĐ-CP
law-would-hold =
    { $count ->
        [0] Không mục nào trong ngân hàng bị tạm giữ; mục nạp sau này vẫn được đối chiếu.
       *[other] Từ ngày đó { $count } mục được tạm giữ và chờ rà soát:
    }
law-confirm-how = Đúng như vậy thì Anh/chị bấm Ghi nhận. Chưa bấm thì chưa có gì thay đổi.
law-confirm = Ghi nhận
law-noted =
    { $count ->
        [0] Đã ghi nhận. Không mục nào bị tạm giữ.
       *[other] Đã ghi nhận. { $count } mục được tạm giữ từ { $since }; ngày đó các mục hiện ở /nganhang để rà soát.
    }

law-noted-now = Đã ghi nhận. { $count } mục được tạm giữ ngay từ bây giờ; mời Anh/chị rà soát tại /nganhang
law-long-past = { $since } đã qua hơn một năm. Nếu Anh/chị gõ nhầm năm thì bấm “Ghi lại ngày”.
law-long-past-sure = Đúng ngày đó
law-long-past-again = Ghi lại ngày

law-list = Văn bản thay đổi đã ghi nhận (mới nhất trước)
law-list-one = Thay đổi số { $number }: { $told }
law-list-none = Chưa ghi nhận văn bản nào thay đổi.
law-list-by = Do { $name } ghi nhận, { $day }
law-list-holds = Đang tạm giữ { $count } mục:
law-list-will-hold = Từ ngày đó sẽ tạm giữ { $count } mục:
law-list-free = Không tạm giữ mục nào.
law-list-over = Đã hết thời gian tạm dừng.
law-list-withdrawn = Đã thu hồi.
law-list-withdraw = Thu hồi thay đổi số { $number }
law-list-older = Xem các ghi nhận cũ hơn
law-list-back = Quay lại danh sách
law-withdraw-ask =
    { $count ->
        [0] Thu hồi thay đổi số { $number }? Hiện không mục nào bị tạm giữ vì thay đổi này.
       *[other] Thu hồi thay đổi số { $number }? { $count } mục sẽ được dùng lại như trước, kể cả khi chưa ai xem lại.
    }
law-withdraw-sure = Thu hồi
law-ended = Thời gian tạm dừng đã hết.
law-over = { $count } mục chờ rà soát vì việc này đã tự đóng, câu trả lời được dùng lại như trước.
law-over-nothing = Anh/chị không phải làm gì thêm.
law-over-kept = Câu trả lời của { $count } mục có phần sửa chưa duyệt cũng được dùng lại như trước; phần sửa vẫn còn nguyên ở mục rà soát số { $numbers }, chờ Anh/chị xem.
law-withdraw-not-yours = Chỉ Bộ đã ghi nhận thay đổi này, hoặc Bộ có mục đang bị tạm giữ vì thay đổi này, mới thu hồi được.
law-withdrawn-by =
    { $count ->
        [0] { $name } đã thu hồi ghi nhận này.
       *[other] { $name } đã thu hồi ghi nhận này: { $count } mục của Bộ Anh/chị không còn bị tạm giữ vì thay đổi đó.
    }
law-withdraw = Thu hồi ghi nhận này
law-withdrawn =
    { $count ->
        [0] Đã thu hồi. Không mục nào còn bị tạm giữ vì thay đổi này.
       *[other] Đã thu hồi. { $count } mục được dùng lại như trước.
    }

## Báo lại
retell-heading = Câu trả lời Anh/chị nhận { $day } đã thay đổi. Nội dung mới:
retell-gone = Câu trả lời Anh/chị nhận { $day } không còn dùng nữa:
retell-gone-next = Nếu vẫn cần, Anh/chị nhắn lại câu hỏi.

## Mức thận trọng
caution-is = { $ministry }: ngân hàng tự trả lời khi chắc từ { $share }; một câu trả lời sai được coi là tai hại bằng { $costs } câu hỏi chuyển thừa đến cán bộ.
caution-how = Càng thận trọng, ngân hàng càng ít trả lời thẳng và càng nhiều câu chuyển đến cán bộ. Bấm để đổi; không đổi thì không cần làm gì.
caution-button =
    { $ministry ->
        [blank] Bằng { $costs } câu: từ { $share }
       *[other] { $ministry }, bằng { $costs } câu: từ { $share }
    }
caution-done = Đã đổi: ngân hàng của { $ministry } tự trả lời khi chắc từ { $share }.
