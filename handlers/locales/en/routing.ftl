# The way of a question: a ministry's rules, and why a question goes to somebody.

route-no-ministry = There is no ministry with this code
route-no-field = There is no field with this code
route-other-ministry = This field is another ministry's
route-no-province = There is no province with this code
route-no-commune = There is no commune or department with this code
route-other-province = This unit lies in another province
route-no-place = The code of a commune or of a province is needed
route-bad-to = It goes to desk (the ministry's), seat:NUMBER or group:PROVINCE
route-no-seat = This ministry has no officer's seat with this number
route-seat-ended = This seat ends before the rule begins
route-no-group = This province has no Telegram group
route-bad-dates = The last day is before the first

route-why-rule-desk = by the ministry's rule
route-why-rule-seat = by the ministry's rule
route-why-officer = the officer of the province
route-why-deputy = in place of { $instead_of }
route-why-colleague = whoever came first has no room
route-why-over = nobody has room, and somebody has to have it
route-why-nobody = nobody is on duty; the ministry's admins are told at once

route-verdict-taken = takes it
route-verdict-away = away
route-verdict-full = has no room
route-verdict-other-field = answers other fields
route-verdict-term-over = the term is over, or has not begun
route-verdict-unreachable = cannot be reached
route-verdict-after = comes after

route-to = To: { $name } (seat { $seat }), { $why }
route-to-desk = To: the desk of the { $ministry } ({ $names }), { $why }
route-desk-empty = nobody yet
route-guess = Field guessed: { $field } ({ $share } %)
route-guess-none = No field can be guessed; when the asker chooses none, the question goes by the default field.
route-guess-unsure = Not sure: the asker is asked for the field; when he chooses none, the nearest decides.
route-bank-answer = The bank answers at once; only when the asker wants an officer does it go on as below.
route-bank-suggest = The bank suggests first; only when the asker wants an officer does it go on as below.
route-field = Field: { $field }, { $ministry }
route-rule = Rule { $number }: { $rule }
route-rule-none = No rule of the ministry concerns this question.
route-looked =
    { $most ->
        [blank] { $name } (seat { $seat }, holds { $open }): { $verdict }
       *[other] { $name } (seat { $seat }, holds { $open }/{ $most }): { $verdict }
    }
route-stands-in = { $verdict }, for { $name }
