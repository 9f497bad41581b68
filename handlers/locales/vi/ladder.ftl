# Thang nhắc hạn và cảnh báo của một Bộ.

ladder-not-allowed = Thang cảnh báo do quản trị của Bộ quy định. Hạn của một câu hỏi được tính thế nào: /visao và mã câu hỏi.
ladder-of = Thang cảnh báo của { $ministry }
ladder-would-be = Thang cảnh báo của { $ministry } sẽ là
ladder-step = { $when } → { $whom }
ladder-when-before = trước hạn { $amount } % thời gian
ladder-when-due = đến hạn
ladder-when-after = quá hạn { $amount } % thời gian
ladder-when-days = quá hạn { $amount } ngày
ladder-who-holder = cán bộ giữ câu hỏi
ladder-who-deputy = người thay
ladder-who-admin = quản trị Bộ
ladder-who-desk = đầu mối Bộ
ladder-who-leader = lãnh đạo Bộ
ladder-repeats = Sau bậc cuối: mỗi ngày một lần, tới cán bộ giữ câu hỏi, người thay, quản trị Bộ, cho đến khi có trả lời.
ladder-how =
    Muốn đổi, Anh/chị gõ sau lệnh, ví dụ:
    /canhbao trước 30%: cán bộ, người thay
    /canhbao quá 2 ngày: lãnh đạo
    /canhbao bỏ 1
    /canhbao chờ 48 giờ
    /canhbao trong giờ (hoặc: mọi giờ)
    /canhbao mặc định
ladder-examples = Ví dụ: /canhbao trước 30%: cán bộ, người thay; /canhbao đến hạn: cán bộ, quản trị; /canhbao quá 50%: đầu mối; /canhbao quá 2 ngày: lãnh đạo; /canhbao bỏ 1; /canhbao chờ 48 giờ.
ladder-bad-line = Chưa đọc được “{ $value }”: sau mốc thời gian cần dấu hai chấm rồi người nhận.
ladder-bad-when = Chưa đọc được mốc “{ $value }”: xin gõ trước (1 đến 99) %, đến hạn, quá (1 đến 500) % hoặc quá (1 đến 90) ngày.
ladder-bad-share-before = “{ $value }” nằm trước lúc hỏi: trước hạn chỉ từ 1 đến 99 %.
ladder-bad-nobody = Sau dấu hai chấm chưa có người nhận: cán bộ, người thay, quản trị, đầu mối hoặc lãnh đạo.
ladder-bad-who = Không có người nhận “{ $value }”: chọn trong cán bộ, người thay, quản trị, đầu mối, lãnh đạo, cách nhau bằng dấu phẩy.
ladder-bad-number = Không có bậc số { $value }: gõ /canhbao để xem các số.
ladder-bad-hours = “{ $value }” không phải số giờ từ 1 đến 720.
ladder-bad-gone = Thang hiện không có bậc này ({ $value }): gõ /canhbao để xem.
ladder-bad-last = Thang phải còn ít nhất một bậc, nên không bỏ được bậc cuối cùng.
ladder-bad-many = Thang có nhiều nhất 10 bậc: xin bỏ một bậc trước.
ladder-is-so = Thang cảnh báo đã đúng như vậy, không cần đổi. Xem: /canhbao
ladder-confirm = Đổi như trên nút? Có hiệu lực ngay, cả với câu hỏi đang chờ; bậc đã báo không báo lại. Không đổi thì không cần làm gì.
ladder-other-was-faster = Một quản trị khác vừa đổi thang này; trên đây là thang hiện nay. Vẫn muốn đổi thì bấm nút.
ladder-done = Đã đổi thang cảnh báo. Câu hỏi đang chờ được tính lại ngay.
ladder-set = Đặt: { $what }
ladder-drop = Bỏ bậc: { $when }
ladder-set-waits = Đồng hồ dừng tối đa { $hours } giờ
ladder-standard = Trở lại thang mặc định
ladder-button = Thang cảnh báo
people-command-alerts = thang nhắc hạn và cảnh báo của Bộ
