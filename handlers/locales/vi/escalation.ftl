# What is beyond somebody's authority: handing up, giving back, opinions.

card-returned = { $name } trả lại câu hỏi { $code } kèm ý kiến, mời Anh/chị trả lời người hỏi
card-to-pass-on = { $name } đã có nội dung trả lời câu hỏi { $code }, mời Anh/chị gửi cho người hỏi
card-opinion = { $name } xin ý kiến Anh/chị về câu hỏi { $code }
card-holder = Đang xử lý: { $holder }
card-bureau = { $bureau }, { $ministry }
card-give-back = Trả lại kèm ý kiến
card-opinion-button = Xin ý kiến
thread-advice = Nội bộ · { $name } trả lại kèm ý kiến (người hỏi không thấy):
thread-opinion-asked = Nội bộ · { $name } xin ý kiến (người hỏi không thấy):
thread-opinion = Nội bộ · { $name } cho ý kiến (người hỏi không thấy):

escalate-to-lead = { $name }, đầu mối cán bộ biệt phái của tỉnh

give-back-write = Mời Anh/chị nhập ý kiến để { $name } trả lời câu hỏi { $code }. Người hỏi không thấy ý kiến này; câu hỏi về lại { $name } khi Anh/chị gửi.
give-back-done = Đã trả lại câu hỏi { $code } cho { $name } kèm ý kiến của Anh/chị. Hạn trả lời vẫn là { $due }.
give-back-nobody = Trong tỉnh hiện không có cán bộ biệt phái trực để nhận lại câu hỏi { $code }. Câu hỏi vẫn ở Anh/chị, mời Anh/chị trả lời trực tiếp; ý kiến nếu vừa nhập thì đã được lưu, chưa gửi cho ai.
give-back-rule = Theo quy tắc của Bộ, câu hỏi { $code } do đầu mối của Bộ trả lời nên không trả lại được. Mời Anh/chị trả lời trực tiếp.
through-done = Đã chuyển nội dung trả lời câu hỏi { $code } cho { $name } để gửi người hỏi, theo quy định của Bộ.

opinion-of-whom = Xin ý kiến ai về câu hỏi { $code }? Bấm, hoặc gõ số 1, 2… Câu hỏi và hạn trả lời vẫn ở Anh/chị.
opinion-of-nobody = Hiện không có cán bộ nào trong tỉnh hoặc đơn vị nào của Bộ để xin ý kiến về câu hỏi { $code }.
opinion-nobody-there = Nơi Anh/chị chọn hiện không có người trực. Mời Anh/chị bấm Việc khác, rồi Xin ý kiến dưới câu hỏi { $code } và chọn nơi khác.
opinion-write-what = Anh/chị cần { $name } cho ý kiến gì về câu hỏi { $code }? Anh/chị nhập nội dung, hoặc bấm nút để gửi nguyên câu hỏi. Người hỏi không thấy.
opinion-ask-now = Gửi nguyên câu hỏi
opinion-asked = Đã xin ý kiến { $name } về câu hỏi { $code }. Có ý kiến, Anh/chị nhận được ngay. Hạn trả lời của Anh/chị vẫn là { $due }.
opinion-asked-desk = Đã xin ý kiến { $name } về câu hỏi { $code }, cần có trước { $until }. Có ý kiến, Anh/chị nhận được ngay. Hạn trả lời của Anh/chị vẫn là { $due }.
opinion-was-asked = Nơi đó đã được xin ý kiến về câu hỏi { $code } và đang được chờ trả lời.
opinion-until = Cần có ý kiến trước { $until }.
opinion-inside = Trao đổi nội bộ: chỉ người đang xử lý câu hỏi đọc được, người hỏi không thấy.
opinion-give = Cho ý kiến
opinion-write = Mời Anh/chị nhập ý kiến về câu hỏi { $code }. Người hỏi không thấy.
opinion-given = Đã chuyển ý kiến của Anh/chị về câu hỏi { $code } tới { $names }. Xin cảm ơn.
opinion-given-late = Câu hỏi { $code } đã được trả lời trước đó. Ý kiến của Anh/chị được lưu và đã chuyển tới { $names } để biết.
opinion-heading = { $name } ({ $unit }) cho ý kiến về câu hỏi { $code }
opinion-forward = Gửi nguyên văn cho người hỏi
opinion-not-needed = Câu hỏi { $code } đã được trả lời, không cần ý kiến nữa. Xin cảm ơn Anh/chị.
opinion-recalled = Người hỏi đã thu hồi câu hỏi { $code }, không cần ý kiến nữa. Xin cảm ơn Anh/chị.

answer-joint = Có ý kiến của: { $desks }
answer-copy = Bản gửi Anh/chị biết; { $name } đã nhận được trả lời này.

invite-which-desk = Chuyên viên thuộc đơn vị nào?

clock-part-heading = Hạn cho ý kiến của đơn vị được hỏi
clock-part = (hạn cho ý kiến của đơn vị được hỏi)

bureaus-button = Cục, vụ của Bộ
bureaus-title = { $ministry }: { $count } cục, vụ nhận câu hỏi chuyển lên
bureaus-line = { $name }: { $experts } chuyên viên, { $open } câu hỏi đang chờ
bureaus-fields = Lĩnh vực: { $fields }
bureaus-no-field = Chưa giao lĩnh vực nào.
bureaus-more = và { $count } đơn vị khác
bureaus-none = Chưa có cục, vụ nào; câu hỏi chuyển lên về đầu mối của Bộ. Người vận hành nạp danh sách bằng lệnh caunoi bureaus import.
bureaus-direct = Câu trả lời của chuyên viên gửi thẳng cho người hỏi; cán bộ biệt phái nhận một bản.
bureaus-through = Câu trả lời của chuyên viên gửi cho cán bộ biệt phái để chuyển tới người hỏi.
bureaus-make-direct = Đổi: gửi thẳng cho người hỏi
bureaus-make-through = Đổi: gửi qua cán bộ biệt phái

thread-for-asker = Nội bộ · { $name } soạn nội dung để gửi người hỏi:
opinion-inside-how = Trao đổi nội bộ, người hỏi không thấy. Nhắn trả lời vào tin này là trao đổi tiếp với người cho ý kiến; muốn trả lời người hỏi, Anh/chị bấm Trả lời.
opinion-text-kept = Nội dung Anh/chị vừa nhập được lưu cùng câu hỏi, chưa gửi cho ai.
opinion-unsent = Câu hỏi { $code } nay ở trạng thái “{ $stands }” nên không xin ý kiến nữa. Nội dung Anh/chị vừa nhập được lưu cùng câu hỏi, chưa gửi cho ai.
opinion-given-nobody = Đã lưu ý kiến của Anh/chị cùng câu hỏi { $code }; ai xử lý câu hỏi sẽ đọc được.
escalate-was-done-unsent = Câu hỏi { $code } đã được chuyển lên trước đó, nay do { $to } xử lý. Lý do Anh/chị vừa nhập được lưu cùng câu hỏi, chưa gửi cho ai.
owed-title = { $count } câu hỏi đang chờ ý kiến của Anh/chị. Bấm hoặc gõ số để xem từng câu.
opinion-after-deadline = Lưu ý: hạn cho ý kiến muộn hơn hạn trả lời của Anh/chị.
