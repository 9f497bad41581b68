# Invites on paper: a card for each person, to be handed over.

invite-cards-title = Invites to Cầu Nối – { $unit }
invite-cards-cover = { $count } cards, printed { $day }. Each code works once, for the person named on the card, until the end of { $until }. Cards printed earlier for these people are void. Please cut along the dashed lines and hand them over in person.
invite-cards-page = page { $page }/{ $pages }
invite-card-until = Works once, until the end of { $day }.
invite-card-how-telegram = Scan the QR code and press Start in Telegram (@{ $bot }); or type the code above at { $web }
invite-card-how-web = Scan the QR code, or type the code above at { $web }
people-roster-deputy = { $name } has joined and stands in for you when you are away, as the ministry's list says. See or change it with /duty
