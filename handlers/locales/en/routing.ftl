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

## /quytac
route-not-allowed = Rules about where questions go are laid down by a ministry's administrators. Your assignments: /me
route-any-field = any field
route-any-place = anywhere
route-to-seat = { $name } (assignment { $seat })
route-to-group = the group of { $province }
route-line = { $field } · { $where } → { $to }
route-line-from = { $line }, from { $day }
route-line-until = { $line }, until the end of { $day }
route-chat-title = Rules of { $ministry } about where questions go: { $count }
route-chat-how =
    Without a rule a question goes to the seconded officer of its province. Type behind the command, for example:
    /routes add electricity; Lạng Sơn; Trần Văn Minh
    /routes drop 3
    /routes who electricity; Thất Khê Lạng Sơn
route-chat-examples = For example: /routes add electricity; Lạng Sơn; Trần Văn Minh. Possible, too: any; everywhere; desk; group Lạng Sơn; seat 12; with “; 31/12” behind where it ends.
route-chat-bad = That cannot be read: type add, drop, who, or a rule's number behind the command.
route-chat-add = Add a rule
route-chat-one = Rule { $number }
route-chat-all = Show the rules
route-chat-none = There is no such rule, or it was removed. The rules: /routes
route-chat-shown = Rule { $number }: { $line }
route-chat-drop = Remove rule { $number }
route-chat-dropped = Rule { $number } was removed. New questions do not follow it any more; what somebody holds stays with him.
route-ask-field = A rule for which field? Tap, or type 1, 2…
route-ask-place = For questions from where? Type the name of a province or a commune; or tap.
route-ask-whom = To whom do questions from { $where } go? Tap, type the number, or an officer's full name.
route-confirm = A new rule: { $line }. It holds at once for new questions; what somebody holds stays with him. Make it? To leave it, do nothing.
route-make = Make the rule
route-made = Rule { $number } was made: { $line }.
route-impossible = That cannot be: { $why }.
route-near = Perhaps: { $near }
route-bad-parts = All parts are needed, with semicolons between them: field; from where; to whom.
route-bad-field = It is not clear which field of the ministry “{ $value }” is: type its name, or “any”.
route-bad-place = “{ $value }” is not found, or not clear: type a province's name, or a commune's with its province.
route-bad-name = The ministry has no officer called “{ $value }”: type the full name as in /officers, or the number of the assignment.
route-bad-several = There are several of that name; type the number: { $value }
route-bad-group = There is no province “{ $value }”.
route-bad-day = “{ $value }” is no day: type 31/12, within a year.
people-command-routes = rules: which question goes to whom
