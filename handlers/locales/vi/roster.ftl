# Thẻ mời in ra giấy: mỗi người một thẻ, trao tận tay.

invite-cards-title = Mã mời vào Cầu Nối – { $unit }
invite-cards-cover = { $count } thẻ, in { $day }. Mỗi mã dùng một lần, cho đúng người có tên trên thẻ, đến hết { $until }. Thẻ in trước đây của những người này không còn hiệu lực. Xin cắt theo nét đứt và trao tận tay.
invite-cards-page = trang { $page }/{ $pages }
invite-card-until = Dùng một lần, đến hết { $day }.
invite-card-how-telegram = Quét mã QR rồi bấm Bắt đầu trong Telegram (@{ $bot }); hoặc gõ mã trên tại { $web }
invite-card-how-web = Quét mã QR, hoặc gõ mã trên tại { $web }
people-roster-deputy = { $name } đã tham gia và là người thay của Anh/chị khi vắng, theo danh sách của Bộ. Xem hoặc đổi ở /truc
