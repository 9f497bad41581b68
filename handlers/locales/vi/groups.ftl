# Nhóm của tỉnh trên Telegram: mỗi câu hỏi một chủ đề.
group-hello =
    Cầu Nối đã vào nhóm. Để mỗi câu hỏi của tỉnh có một chủ đề trao đổi trong nhóm này:
    1. Bật “Chủ đề” (Topics) trong phần sửa nhóm.
    2. Cho Cầu Nối làm quản trị viên, với quyền “Quản lý chủ đề”.
    3. Cán bộ biệt phái gõ /gannhom; quản trị của Bộ gõ /gannhom kèm tên tỉnh.
group-not-for-strangers = Cầu Nối chỉ dùng được trong nhóm do cán bộ biệt phái hoặc quản trị của Bộ mời vào, nên xin rời nhóm này. Muốn hỏi, Anh/chị nhắn riêng cho Cầu Nối.
group-has-rights = Cầu Nối đã có quyền quản lý chủ đề: câu hỏi mới sẽ được mở chủ đề riêng.
group-lacks-rights = Cầu Nối không còn quyền quản lý chủ đề. Câu hỏi mới tạm đưa vào chủ đề chung; để mở lại chủ đề riêng, xin cho Cầu Nối làm quản trị viên với quyền “Quản lý chủ đề”.
group-no-topic = Chưa mở được chủ đề trong nhóm này, nên câu hỏi được đưa vào chủ đề chung. Xin bật “Chủ đề” và cho Cầu Nối làm quản trị viên với quyền “Quản lý chủ đề”, rồi gõ lại /gannhom.
group-how = Cán bộ phụ trách nhắn trả lời (reply) vào tin này để gửi câu trả lời. Tin khác trong chủ đề chỉ người trong nhóm đọc được.
group-link-how = Lệnh này gõ trong nhóm. Thêm Cầu Nối vào nhóm của tỉnh, bật “Chủ đề”, cho Cầu Nối làm quản trị viên với quyền “Quản lý chủ đề”, rồi gõ /gannhom ở đó (quản trị của Bộ gõ kèm tên tỉnh).
group-link-not-yours = Việc này chỉ cán bộ biệt phái của tỉnh hoặc quản trị của Bộ làm được.
group-link-which = Xin gõ kèm tên tỉnh, ví dụ: /gannhom Lạng Sơn
group-link-no-topics = Nhóm này chưa bật “Chủ đề” (Topics). Xin bật trong phần sửa nhóm rồi gõ lại /gannhom.
group-link-no-rights = Cầu Nối chưa có quyền mở chủ đề. Xin cho Cầu Nối làm quản trị viên với quyền “Quản lý chủ đề” rồi gõ lại /gannhom.
group-linked =
    Đã gắn nhóm này với { $province } – { $ministry }. Từ nay mỗi câu hỏi mới của tỉnh có một chủ đề ở đây, và vẫn đến riêng từng cán bộ như trước.
    Mọi người trong nhóm đều đọc được câu hỏi, nên chỉ mời người có trách nhiệm. Gỡ nhóm: /gonhom
group-linked-elsewhere = Câu hỏi của { $province } từ nay trao đổi ở nhóm “{ $title }”. Nhóm này không nhận câu hỏi nữa.
group-not-linked = Nhóm này chưa gắn với tỉnh nào.
group-unlinked = Đã gỡ nhóm. Câu hỏi từ nay chỉ đến riêng từng cán bộ.
group-lost = Cầu Nối không còn ở trong nhóm “{ $title }”, nên câu hỏi của { $province } từ nay chỉ đến riêng Anh/chị. Muốn dùng lại, thêm Cầu Nối vào nhóm rồi gõ /gannhom ở đó.
group-which = Gửi tin này cho người hỏi câu { $code }?
group-send-answer = Gửi trả lời
group-ask-back = Hỏi thêm
group-only-talk = Chỉ trao đổi với nhau
group-talk-on = Được. Trong một giờ Cầu Nối không hỏi lại.
group-not-sent = Tin này không gửi tới người hỏi: chỉ cán bộ được phân công trả lời mới gửi được từ đây.
group-escalated = { $name } đã chuyển câu hỏi { $code } tới { $to }.
group-handed = Câu hỏi { $code } nay do { $name } phụ trách.
