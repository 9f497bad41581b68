# Units that merge, split or are renamed.

units-merged = From { $day } on, { $old } is part of { $new }.
units-grown = From { $day } on, { $old } is part of your { $new }.
units-renamed = From { $day } on, { $old } is { $new }.
units-split = From { $day } on, { $old } is split.
units-seat = Your unit on Cầu Nối is now: { $unit }.
units-all-stays = Your questions, their deadlines and your rights stay as they are; there is nothing for you to do.
units-choose = Your questions, their deadlines and your rights stay as they are. If you work in another part, please tap or type its number; if the unit above is right, there is nothing for you to do.
units-mine = I belong to { $unit }
units-chosen = Noted: you belong to { $unit }. Your questions that are not finished went along; just type your next one.
units-left-you = By a change of administrative units, { $count ->
    [one] one question that you held is in another province now and went to its officer, with the deadline it had: { $codes }. You need not answer it any more.
   *[other] { $count } questions that you held are in another province now and went to its officers, with the deadlines they had: { $codes }. You need not answer them any more.
}
units-former = { $how ->
    [merge] { $old } became part of { $new } on { $day }.
    [split] { $old } was split on { $day }.
   *[rename] { $old } is { $new } since { $day }.
}
