# Người dùng: chào hỏi, mã mời, đăng ký, thông tin của tôi. Xưng hô "Anh/chị"; mỗi tin nói việc tiếp theo.

## Vai trò, kênh
people-role-cadre = cán bộ địa phương
people-role-cadre-commune = cán bộ cấp xã
people-role-cadre-department = cán bộ Sở
people-role-officer = cán bộ biệt phái
people-role-expert = chuyên viên Bộ
people-role-leader = lãnh đạo Bộ
people-role-admin = quản trị của Bộ
people-channel-web = trang chat Cầu Nối

## Chào
people-hello = Chào Anh/chị.
people-hello-name = Chào Anh/chị { $name }.
people-hello-seat = Anh/chị đang là { $role } – { $unit }.
people-hello-newcomer =
    Chào Anh/chị. Đây là Cầu Nối: cán bộ cấp xã và Sở hỏi, cán bộ biệt phái của Bộ trả lời, có căn cứ và có hạn.

    Anh/chị có thể gõ câu hỏi ngay; câu đã có trong ngân hàng hỏi đáp được trả lời tức thì. Để gửi câu hỏi tới cán bộ biệt phái, xin đăng ký đơn vị hoặc gõ mã mời.
people-hello-invite-only =
    Chào Anh/chị. Đây là Cầu Nối: cán bộ cấp xã và Sở hỏi, cán bộ biệt phái của Bộ trả lời, có căn cứ và có hạn.

    Anh/chị có thể gõ câu hỏi ngay; câu đã có trong ngân hàng hỏi đáp được trả lời tức thì. Để gửi câu hỏi tới cán bộ biệt phái, cần mã mời: xin mã từ cán bộ biệt phái của tỉnh hoặc quản trị của Bộ, rồi gõ mã vào đây.
people-hello-waiting =
    Chào Anh/chị. Yêu cầu đăng ký đơn vị { $unit } đang chờ duyệt; có kết quả sẽ báo ngay tại đây.
    Trong lúc chờ, Anh/chị cứ gõ câu hỏi để tra ngân hàng hỏi đáp.
people-button-have-code = Tôi có mã mời
people-code-ask = Xin gõ mã mời vào đây (12 chữ và số, ví dụ K7Q2-9XMD-4TRP; có hay không có gạch nối đều được).
people-next-cadre = Anh/chị cứ gõ câu hỏi, hoặc gửi ảnh, tệp, tin thoại. Xem câu hỏi của mình: /cauhoi
people-next-officer = Câu hỏi đang chờ Anh/chị, theo hạn trả lời: /hangdoi
people-next-expert = Câu hỏi được chuyển lên: /hangdoi · Rà soát ngân hàng hỏi đáp: /nganhang
people-next-leader = Câu hỏi quá hạn: /hangdoi · Số liệu theo tỉnh: /thongke
people-next-admin = Số liệu: /thongke · Gửi thông báo: /thongbao · Mời cán bộ: /moi · Rà soát ngân hàng hỏi đáp: /nganhang

## Mã mời: dùng mã
people-code-wrong = Mã không đúng hoặc đã hết hạn. Xin kiểm tra lại từng ký tự, hoặc xin mã mới từ người đã gửi mã cho Anh/chị.
people-code-too-often = Anh/chị đã gõ sai mã quá nhiều lần. Xin thử lại sau một giờ; trong lúc chờ vẫn có thể gõ câu hỏi để tra ngân hàng hỏi đáp.
people-code-yours = Anh/chị đã là { $role } – { $unit }, không cần dùng mã này nữa. Mã chưa bị tính thêm lượt. Xem /toi
people-code-noted = Anh/chị đã là { $role } – { $unit } từ trước; danh sách đã ghi nhận, mã này không dùng nữa. Xem /toi
people-roster-name = Họ tên của Anh/chị theo danh sách: { $name }.
people-roster-phone = Số điện thoại theo danh sách: { $phone }.
people-roster-mend = Nếu chưa đúng, xin sửa ở /toi
people-welcome-cadre =
    Đã xong. Anh/chị là { $role } – { $unit }.
    Từ giờ Anh/chị cứ gõ câu hỏi, hoặc gửi ảnh, tệp, tin thoại. Câu nào ngân hàng hỏi đáp chưa có thì chuyển tới cán bộ biệt phái, kèm mã số và hạn trả lời.
people-welcome-officer =
    Đã xong. Anh/chị là cán bộ biệt phái – { $unit }.
    Câu hỏi mới sẽ tới đây; trả lời bằng cách nhắn trả lời ngay vào thẻ câu hỏi. Danh sách theo hạn: /hangdoi · Vắng mặt, nhờ người thay: /truc
people-welcome-expert =
    Đã xong. Anh/chị là chuyên viên – { $unit }.
    Câu hỏi vượt thẩm quyền của cán bộ biệt phái sẽ tới đây. Danh sách theo hạn: /hangdoi
    Mục mới và văn bản thay đổi chờ Anh/chị rà soát trong ngân hàng hỏi đáp: /nganhang
people-welcome-leader =
    Đã xong. Anh/chị là lãnh đạo – { $unit }.
    Câu hỏi quá hạn: /hangdoi · Số liệu theo tỉnh, nơi quá hạn đứng trước: /thongke
people-welcome-admin =
    Đã xong. Anh/chị là quản trị – { $unit }.
    Mời cán bộ: /moi · Gửi thông báo: /thongbao · Số liệu: /thongke · Rà soát ngân hàng hỏi đáp: /nganhang
people-welcome-later = Đã nhận mã. Anh/chị là { $role } – { $unit }, bắt đầu từ { $day }. Trước ngày đó Anh/chị vẫn có thể tra ngân hàng hỏi đáp.
people-until = Phân công đến hết { $day }.

## Tên
people-name-ask = Xin Anh/chị cho biết họ và tên (ví dụ: Nông Thị Lan).
people-name-bad = Chưa đọc được họ tên. Xin gõ chỉ họ và tên, bằng chữ, không quá 64 ký tự (ví dụ: Nông Thị Lan).
people-name-taken = Đã ghi tên: { $name }. Anh/chị có thể gõ câu hỏi tiếp, hoặc xem /toi

## Tôi
people-me-heading = Thông tin của Anh/chị
people-me-name = Họ tên: { $name }
people-me-no-name = (chưa có)
people-me-channel = Kênh đang dùng: { $channel }
people-me-no-seat = Chưa có phân công nào đang hiệu lực: Anh/chị vẫn tra được ngân hàng hỏi đáp.
people-seat-valid = { $role } – { $unit }, từ { $since }.
people-seat-asked = { $role } – { $unit }: đang chờ duyệt.
people-seat-refused = { $role } – { $unit }: không được duyệt.
people-seat-ended = { $role } – { $unit }: đã kết thúc.
people-button-rename = Sửa họ tên
people-button-language = Ngôn ngữ / Language
people-button-unit = Đăng ký hoặc đổi đơn vị
people-language-own-name = Tiếng Việt
people-language-which = Anh/chị muốn dùng ngôn ngữ nào? Choose a language:
people-language-taken = Từ giờ Cầu Nối dùng tiếng Việt. Anh/chị cứ gõ câu hỏi, hoặc xem /trogiup

## Dữ liệu
people-data-heading = Cầu Nối đang giữ gì về Anh/chị
people-data-accounts = Tài khoản trên: { $channels }
people-data-phone = Số điện thoại: { $phone }
people-data-no-phone = Số điện thoại: không giữ
people-data-questions = Số câu hỏi đã gõ: { $count } (kèm nội dung trao đổi và tệp đã gửi)
people-data-erasure = Muốn sửa tên: /toi. Muốn xoá dữ liệu: xin báo cho người vận hành Cầu Nối; việc xoá làm trên máy chủ, chưa tự làm được trong chat.
people-data-erasure-by = Muốn sửa tên: /toi. Muốn xoá dữ liệu: xin báo cho { $names } để chuyển tới người vận hành; việc xoá làm trên máy chủ, chưa tự làm được trong chat.

## Kiểm tra văn bản thật giả
people-check-ask = Xin gõ mã kiểm tra in ở cuối thông báo (8 ký tự).
people-check-not-found = Không tìm thấy thông báo nào có mã này. Xin xem lại mã; nếu vẫn không thấy, đừng làm theo thông báo đó và hỏi lại cán bộ biệt phái của tỉnh.
people-check-too-often = Anh/chị đã kiểm tra nhiều mã không đúng. Xin thử lại sau một giờ.
people-check-genuine = Thông báo có thật: do { $ministry } ({ $role }) gửi qua Cầu Nối, { $day }.
people-check-first-line = Dòng đầu: “{ $line }”. Nếu nội dung Anh/chị nhận được khác, xin hỏi lại cán bộ biệt phái.

## Trợ giúp
people-help-heading = Cầu Nối giúp gì?
people-help-newcomer = Gõ câu hỏi để tra ngân hàng hỏi đáp. Để hỏi cán bộ biệt phái: gõ /start rồi đăng ký đơn vị, hoặc gõ mã mời.
people-help-invite-only = Gõ câu hỏi để tra ngân hàng hỏi đáp. Để hỏi cán bộ biệt phái: xin mã mời từ cán bộ biệt phái của tỉnh hoặc quản trị của Bộ, rồi gõ mã vào đây.
people-help-cadre = Gõ câu hỏi (không dấu cũng được), hoặc gửi ảnh, tệp, tin thoại. Có sẵn thì trả lời ngay; chưa có thì chuyển tới cán bộ biệt phái, kèm mã số và hạn trả lời. Nút bấm cũng gõ được: gõ số thứ tự hoặc tên nút.
people-help-officer = Trả lời bằng cách nhắn trả lời vào thẻ câu hỏi, hoặc bấm nút trên thẻ; gợi ý, mẫu trả lời, hẹn giờ nhắc và ghi chú ở nút Việc khác. Câu hỏi xếp sai lĩnh vực thì bấm Việc khác, rồi Sai lĩnh vực để chuyển tới đúng người. Vắng mặt thì báo ở /truc để câu hỏi có người nhận.
people-help-expert = Câu hỏi được chuyển lên tới đây theo hạn; trả lời bằng cách nhắn trả lời vào thẻ câu hỏi. Duyệt mục mới, sửa mục, ghi nhận văn bản thay đổi trong ngân hàng hỏi đáp: /nganhang
people-help-leader = Xem câu hỏi nào quá hạn, đang ở ai; xem số liệu theo tỉnh, nơi quá hạn nhiều nhất đứng trước.
people-help-admin = Mời cán bộ, gửi thông báo, xem số liệu, quy định hạn trả lời; xem từng cán bộ biệt phái đang giữ bao nhiêu câu, phụ trách lĩnh vực nào: /canbo. Câu hỏi chưa có người trực được báo ngay cho Anh/chị. Duyệt mục mới, sửa mục, ghi nhận văn bản thay đổi trong ngân hàng hỏi đáp: /nganhang
people-command-questions = câu hỏi của tôi
people-command-search = tra ngân hàng hỏi đáp
people-command-recall = thu hồi tin đã gửi (trả lời vào tin đó)
people-command-queue = câu hỏi đang chờ, theo hạn
people-command-duty = lịch trực, vắng mặt, người thay
people-command-digest = bản tin sáng, bản tin chiều: bật, tắt
people-command-overdue = câu hỏi quá hạn của Bộ
people-command-stats = số liệu
people-command-broadcast = gửi thông báo
people-command-invite = mời cán bộ bằng mã
people-command-deadline = hạn trả lời của Bộ
people-command-calendar = lịch làm việc, ngày nghỉ, làm bù
people-command-why = vì sao có hạn trả lời này (gõ kèm mã)
people-command-officers = cán bộ biệt phái theo tỉnh
people-command-check = kiểm tra thông báo thật hay giả
people-command-me = thông tin của tôi
people-command-help = trợ giúp
people-command-language = ngôn ngữ / language
people-command-mydata = dữ liệu đang giữ về tôi

## Đăng ký đơn vị
people-enrol = Đăng ký đơn vị
enrol-button-change = Đổi đơn vị
enrol-button-department = Tôi làm ở Sở
enrol-button-other-province = Tỉnh khác
enrol-button-yes = Đúng
enrol-button-again = Gõ lại
enrol-button-later = Để sau
enrol-button-approve = Duyệt
enrol-button-refuse = Từ chối
enrol-button-send-question = Gửi câu hỏi này
enrol-which-province = Anh/chị làm việc ở tỉnh, thành phố nào? Gõ tên, không dấu cũng được. Có thể gõ luôn cả đơn vị, ví dụ: chu se gia lai
enrol-which-unit = Anh/chị làm ở đơn vị cấp xã nào của { $province }? Gõ tên xã, phường hoặc đặc khu, không dấu cũng được.
enrol-which-department = Anh/chị làm ở Sở nào?
enrol-department-of-which-province = Anh/chị làm ở Sở của tỉnh, thành phố nào? Gõ tên tỉnh, rồi bấm “Tôi làm ở Sở”.
enrol-which-of-these = Anh/chị muốn nói đơn vị nào? Bấm để chọn; nếu không có, xin gõ lại tên đầy đủ hơn.
enrol-not-found = Chưa tìm thấy đơn vị nào có tên như vậy. Xin gõ lại tên, ví dụ: xa chu se, gia lai. Nếu Anh/chị đang muốn hỏi, bấm “Để sau” rồi gõ câu hỏi.
enrol-is-it = { $unit } – đúng không?
enrol-waits = Yêu cầu đăng ký đơn vị { $unit } đã gửi và đang chờ duyệt; có kết quả sẽ báo ngay tại đây.
enrol-is-yours = Anh/chị đã có phân công tại { $unit }. Cứ gõ câu hỏi; xem thông tin: /toi
enrol-too-often = Hôm nay Anh/chị đã gửi nhiều yêu cầu. Xin thử lại ngày mai; nếu gấp, xin mã mời từ cán bộ biệt phái của tỉnh.
enrol-left-for-later = Vâng. Anh/chị cứ gõ câu hỏi; khi nào muốn đăng ký, gõ /start
enrol-submitted =
    Đã gửi yêu cầu đăng ký đơn vị { $unit } tới { $names }{ $more ->
        [0] {""}
       *[other] {" "}và { $more } người khác
    }. Được duyệt là báo ngay tại đây.
    Trong lúc chờ, Anh/chị cứ gõ câu hỏi để tra ngân hàng hỏi đáp.
enrol-submitted-to-nobody = Đã ghi yêu cầu đăng ký đơn vị { $unit }. Hiện chưa có người duyệt cho đơn vị này; có người là yêu cầu được chuyển ngay. Nếu có mã mời, Anh/chị gõ mã vào đây.
enrol-card-heading = Yêu cầu sử dụng Cầu Nối
enrol-card-who = { $name } (tự khai) – { $unit }
enrol-card-channel = Kênh: { $channel }
enrol-card-now = Hiện đang ở: { $unit }
enrol-card-hint = Xin kiểm tra đúng người rồi hãy duyệt: người được duyệt xem được câu hỏi của đơn vị mình.
enrol-request-not-found = Không tìm thấy yêu cầu này. Yêu cầu đang chờ Anh/chị được gửi bằng thẻ có nút.
enrol-approved = Đã duyệt { $name } – { $unit }. Người này đã được báo.
enrol-refused = Đã từ chối { $name } – { $unit }. Người này đã được báo.
enrol-approved-by = { $by } đã duyệt { $name } – { $unit } trước đó; Anh/chị không cần làm gì thêm.
enrol-refused-by = { $by } đã từ chối { $name } – { $unit } trước đó; Anh/chị không cần làm gì thêm.
enrol-you-decided = Anh/chị đã quyết định yêu cầu của { $name } – { $unit } rồi; không cần làm gì thêm.
enrol-withdrawn = { $name } đã rút yêu cầu tại { $unit }; Anh/chị không cần làm gì thêm.
enrol-you-are-approved = { $name } đã duyệt yêu cầu của Anh/chị.
enrol-you-are-refused = { $name } chưa duyệt yêu cầu đăng ký đơn vị { $unit }. Nếu chọn nhầm đơn vị, xin đăng ký lại; nếu đúng, xin liên hệ cán bộ biệt phái của tỉnh.
enrol-left = Phân công trước của Anh/chị tại { $unit } đã kết thúc.
enrol-leaves = Phân công của Anh/chị tại { $unit } đến hết { $day }.
enrol-earlier-question =
    Trước đó Anh/chị có hỏi:
    “{ $text }”
    Gửi câu này tới cán bộ biệt phái?
enrol-earlier-questions = Trước đó Anh/chị có hỏi { $count } câu, còn được giữ lại. Bấm hoặc gõ số của câu muốn gửi tới cán bộ biệt phái:
enrol-earlier-more = Còn { $more } câu cũ hơn: gửi xong các câu trên, gõ /start để xem tiếp.

## Mời người khác
invite-whom = Anh/chị muốn mời ai?
invite-which-province = Mời cán bộ biệt phái cho tỉnh, thành phố nào? Gõ tên, không dấu cũng được.
invite-which-commune = Mời cán bộ cấp xã của đơn vị nào? Gõ tên, không dấu cũng được (có thể kèm tên tỉnh).
invite-unit-not-found = Chưa tìm thấy đơn vị nào có tên như vậy trong phạm vi của Anh/chị. Xin gõ lại tên, hoặc gõ /moi để chọn lại.
invite-how-long = { $unit }: biệt phái trong bao lâu?
invite-term-3 = 3 tháng
invite-term-6 = 6 tháng
invite-term-12 = 12 tháng
invite-term-open = Chưa định ngày kết thúc
invite-made = Đã tạo mã mời một lần cho { $role } – { $unit }, dùng được trong { $days } ngày. Xin chuyển tin dưới đây cho đúng người được mời; mã chỉ hiện một lần.
invite-letter = { $name } mời Anh/chị tham gia Cầu Nối với vai trò { $role } – { $unit }. Mã mời:
invite-letter-no-name = Mời Anh/chị tham gia Cầu Nối với vai trò { $role } – { $unit }. Mã mời:
invite-letter-how = Mở Cầu Nối và gõ mã này vào ô chat (hoặc gõ /start { $code }).
invite-not-allowed = Anh/chị chưa có quyền mời vào đơn vị này. Cán bộ biệt phái mời được cán bộ cấp xã và Sở trong tỉnh mình; quản trị của Bộ mời được người của Bộ mình.
invite-too-many = Hôm nay Anh/chị đã tạo rất nhiều mã mời. Xin tiếp tục vào ngày mai.
invite-no-unit = Không có đơn vị này. Xin kiểm tra lại mã hoặc tên đơn vị.
invite-no-ministry = Không có Bộ này. Xin dùng mã Bộ, ví dụ MOIT.
invite-other-ministry = Đơn vị này thuộc Bộ khác với Bộ đã chọn.
invite-officer-needs-province = Cán bộ biệt phái cần đơn vị là một tỉnh, thành phố.
invite-officer-needs-ministry = Cán bộ biệt phái cần có Bộ cử đi.
invite-needs-ministry-unit = Vai trò này cần đơn vị là một Bộ.
invite-cadre-needs-local-unit = Cán bộ địa phương cần đơn vị cấp xã, tỉnh hoặc Sở.
invite-bad-dates = Ngày kết thúc phân công phải sau ngày bắt đầu và chưa qua.
invite-bad-uses = Số lượt dùng phải từ 1 đến 1.000.
invite-bad-days = Số ngày dùng được mã phải từ 1 đến 365.

dialog-left = Phần đang nhập dở đã dừng. Cần làm tiếp, Anh/chị bấm lại nút ở tin trước.
people-command-link-group = Gắn nhóm này với một tỉnh (cán bộ biệt phái, quản trị)
people-command-unlink-group = Gỡ nhóm này khỏi tỉnh
people-button-phone = Số điện thoại
people-button-phone-share = Gửi số của tôi
people-button-phone-forget = Xóa số điện thoại
people-phone-ask = Xin Anh/chị gõ số điện thoại của mình, hoặc bấm nút gửi số nếu có. Chỉ cán bộ biệt phái của tỉnh và quản trị của Bộ xem được.
people-phone-kept = Số đang lưu: { $phone }
people-phone-not-own = Đây không phải số của Anh/chị. Xin chỉ gửi số của chính mình.
people-phone-bad = Chưa đọc được số điện thoại. Xin gõ như 0912 345 678.
people-phone-taken = Đã lưu số điện thoại { $phone }. Muốn sửa hoặc xóa: /toi
people-phone-forgotten = Đã xóa số điện thoại.
people-phone-of = { $name } vừa gửi số điện thoại: { $phone }

## Nhiều kênh
people-command-link = nối thêm kênh (Telegram, Zalo, trang chat)
people-command-logout = đăng xuất mọi thiết bị khác
link-code = Mã nối kênh của Anh/chị, dùng một lần, trong { $minutes } phút:
link-how = Sang kênh kia (Telegram, Zalo hoặc trang chat) và gõ: /lienket { $code }
link-how-web = Hoặc mở trang chat bằng liên kết này: { $link }
link-how-telegram = Hoặc mở Telegram bằng liên kết này rồi bấm “Bắt đầu” (Start): { $link }
link-warning = Chỉ dùng mã và liên kết ở tài khoản của chính Anh/chị. Ai dùng sẽ xem và trả lời được mọi việc của Anh/chị; đừng gửi cho người khác.
link-wrong = Mã nối kênh không đúng, đã dùng hoặc đã hết hạn. Xin gõ /lienket ở kênh đang dùng để lấy mã mới, rồi gõ lại ở đây.
link-too-often = Mã sai đã được gõ quá nhiều lần. Xin thử lại sau một giờ, với mã mới.
link-same-channel = Mã này để gõ ở kênh khác: xin mở kênh kia (Telegram, Zalo hoặc trang chat) rồi gõ mã ở đó.
link-yours = Kênh này đã là của Anh/chị rồi, không cần nối nữa. Xem các kênh: /toi
link-two-people = Tài khoản này đã có phân công hoặc câu hỏi riêng nên không gộp vào người khác được. Nếu cả hai đều là của Anh/chị: gõ /lienket tại đây để lấy mã, rồi gõ mã đó ở tài khoản chưa dùng. Nếu cả hai đều đã dùng, xin giữ một tài khoản và báo quản trị của Bộ.
link-spoilt = Mã nối kênh vừa bị gõ trong một nhóm nên đã bị hủy. Xin gõ /lienket để lấy mã mới và chỉ gõ mã trong cuộc trò chuyện riêng với Cầu Nối.
link-done = Đã nối: từ giờ ở đây Anh/chị cũng là { $name }, như trên { $channel }. Chọn nơi nhận tin, gỡ kênh: /toi
link-told = { $channel } vừa được nối vào tài khoản của Anh/chị. Nếu không phải Anh/chị làm, xin gỡ ngay.
link-undo = Gỡ { $channel }
channels-heading = Các kênh của Anh/chị
channels-note-here = đang dùng
channels-note-first = nhận tin trước
channels-note-unreachable = hiện không gửi tới được
channels-order = Tin mới tới kênh nhận tin trước; nếu không gửi được thì tới kênh kế tiếp.
channels-order-last = Tin mới tới kênh Anh/chị dùng gần nhất; nếu không gửi được thì tới kênh kế tiếp.
channels-how-more = Nối thêm kênh để không lỡ tin: /lienket
channels-here = Nhận tin ở { $channel }
channels-where-last = Nhận tin ở kênh dùng gần nhất
channels-unlink = Gỡ { $channel }
channels-unlinked = Đã gỡ { $channel }. Tin mới tới các kênh còn lại; xem: /toi
channels-last = Đây là kênh duy nhất của Anh/chị nên chưa gỡ được: gỡ rồi thì không ai liên lạc được với Anh/chị. Xin nối kênh khác trước: /lienket
channels-not-yours = Kênh này không còn là của Anh/chị; không cần làm gì thêm. Xem các kênh: /toi
channels-log-out = Đăng xuất mọi thiết bị
channels-log-out-ask = Đăng xuất mọi thiết bị: chỉ giữ { $here } đang dùng tại đây. Mọi trang chat khác đóng lại ngay{ $count ->
    [0] .
   *[other] , và các kênh sau bị gỡ: { $others }.
} Tiếp tục?
channels-log-out-now = Đăng xuất
channels-log-out-not = Thôi
channels-stayed = Chưa đăng xuất thiết bị nào; các kênh của Anh/chị vẫn như cũ. Xem các kênh: /toi
channels-logged-out = Đã đăng xuất mọi thiết bị khác{ $count ->
    [0] .
   *[other] {" "}và gỡ { $count } kênh. Nối lại kênh: /lienket
}
people-button-channels = Nơi nhận tin

## Kênh chỉ nhận báo tin
screen-answer = Anh/chị có câu trả lời mới trên Cầu Nối.
screen-question = Anh/chị có câu hỏi mới trên Cầu Nối.
screen-broadcast = Anh/chị có thông báo mới trên Cầu Nối.
screen-message = Anh/chị có tin mới trên Cầu Nối.
screen-open = Mở để xem:
screen-how = Liên kết dùng một lần, trong { $minutes } phút; xin đừng chuyển cho ai. Hết hạn thì nhắn một chữ bất kỳ tại đây để nhận liên kết mới. Xin đọc và viết nội dung ở trang đó, không viết tại đây.
screen-entered = Một thiết bị vừa mở trang chat của Anh/chị bằng liên kết đã gửi tại đây. Nếu không phải Anh/chị, xin gõ ngay: /dangxuat
screen-logged-out = Đã đăng xuất mọi thiết bị khác. Nhắn một chữ bất kỳ tại đây để nhận liên kết vào trang chat.
show-given-up = Đã dừng, không gửi gì.
