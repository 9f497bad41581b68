# Ministry and seconded officers: broadcasts, figures.

## Broadcasts
broadcast-not-allowed = Broadcasts are for a ministry's admins and for seconded officers with a valid seat. Your seats: /me
broadcast-whom = To whom shall a new message go?
broadcast-to-all = all local cadres and the ministry's people
broadcast-to-officers = the ministry's seconded officers
broadcast-to-province = cadres and officers in { $province }
broadcast-to-communes = commune cadres of { $province }
broadcast-button-province = one province or city…
broadcast-which-province = To which province or city? Type its name; diacritics are not needed.
broadcast-no-such-province = No province or city with such a name was found. Type it again.
broadcast-nobody = There is nobody yet among: { $whom }. Invite people by /invite, or choose others: /broadcast
broadcast-text =
    To: { $whom } ({ $count } people).
    Type the text (at most 3,500 characters). You will see it first; it is sent only when you press send.
broadcast-text-only = A broadcast can only carry text for now, no photos or files. Type the text.
broadcast-too-short = The text is too short. Type a sentence at least (10 characters or more).
broadcast-too-long = The text has { $length } characters, { $over } more than the { $most } allowed. Shorten it and send it again.
broadcast-heading = Notice of { $ministry }
broadcast-from-ministry = From: { $name }, { $role }
broadcast-from = From: { $name }, { $role } – { $unit }
broadcast-footer = Sent on { $day }. Is it genuine? /check { $code }
broadcast-confirm = The message above is what its recipients will read. Send it to: { $whom } ({ $count } people)?
broadcast-button-send = Send to { $count } people
broadcast-button-again = Write anew
broadcast-button-cancel = Cancel
broadcast-button-refresh = Update
broadcast-no-draft = This draft is no more: it was sent, cancelled or written anew. A new message: /broadcast
broadcast-cancelled = Cancelled; nobody was sent it. A new message: /broadcast
broadcast-sending = Being sent to { $count } people. Code for checking: { $code }. Press “Update” to see how many it has reached.
broadcast-sent-before = This message was sent already and is not sent again. Press “Update” for the result.
broadcast-stopped = The broadcast { $code } was stopped: your seat has ended. Those who had not been sent it will not be; tell the ministry's admin if it is to go on.
broadcast-stopped-short = (stopped on the way)
broadcast-by-no-channel = ({ $count } have no other channel than Zalo Bot, which takes no broadcasts)
broadcast-last = The last broadcasts
broadcast-none-yet = Nothing was broadcast yet. Write one: /broadcast
broadcast-result =
    • { $day } – { $whom }
    “{ $first }”
    Sent { $sent } · waiting { $waiting } · not reached { $lost } · not known { $unknown }

## Figures
stats-not-allowed = Figures are for a ministry's admins and leaders and for seconded officers with a valid seat. Your questions: /questions
stats-heading = Figures: { $of }
stats-as-of = As of { $time }
stats-nothing-yet = Nothing was asked yet. Figures by province will appear here.
stats-overdue = Overdue: { $count }
stats-open = Waiting for an answer: { $count }
stats-asked = Asked: { $count }
stats-by-bank = Answered by the bank: { $count }
stats-answered = Answered by officers: { $count }
stats-in-time = Answered in time: { $share }
stats-by-province = By province: overdue · waiting · answered · in time
stats-line = { $name }: { $overdue } · { $open } · { $answered } · { $share }
stats-one-province = One province alone: type /stats and its name.

overdue-title = { $count } questions are overdue
overdue-none = No question is overdue. Figures by province: /stats
overdue-line = { $holder }, overdue since { $due }
overdue-how = Tap or type a number to read one; each look is recorded.

## Deadlines
deadline-not-allowed = Deadlines are laid down by a ministry's administrators. Your assignments: /me
deadline-of = Deadlines of { $ministry }
deadline-part-answer = first answer
deadline-part-resolution = resolution
deadline-part-desk = the ministry's desk, since it was handed up
deadline-ladder = • Reminders and alerts: { $steps }; then once a day until there is an answer
deadline-waits = • While the asker is asked back the clock stands for at most { $time }
deadline-is-quiet = • Alerts are sent in working hours only (and recorded on time)
deadline-is-loud = • Alerts are sent at once, outside working hours, too
deadline-quiet-on = Send in working hours only
deadline-quiet-off = Send at once, at any hour
deadline-how =
    To change it, type behind the command, for example:
    /deadline 48
    /deadline 1 working day
    /deadline 8 working hours
    For one field: /deadline electricity: 4 working hours
    Resolution: /deadline resolution: 5 working days
    The ministry's desk: /deadline desk: 1 working day
    Working calendar, days off, days made up: /calendar
deadline-bad = That is no deadline. Please type hours (1 to 720), working hours (1 to 240) or working days (1 to 60), for example /deadline 48 or /deadline 1 working day. For one field type its name and a colon: /deadline electricity: 8 working hours
deadline-confirm = Change it as the button says? Open questions are computed anew; askers and officers whose deadline moves are told once. To leave it as it is, do nothing.
deadline-done = The deadlines of { $ministry } are laid down. Open questions are computed anew at once.

officer-lost = No channel reaches { $name } – { $unit } any more. { $count ->
    [0] No question waits for this officer now.
    [one] One question waits for this officer.
   *[other] { $count } questions wait for this officer.
} Please call and ask to open Cầu Nối again (unblock the bot, or come back into the web chat), or name somebody else.
stats-unreachable = Out of reach just now: { $names }.

## Seconded officers
officers-not-allowed = This list is for the ministry's admins. Your seats: /me
officers-none = There is no seconded officer yet. Invite one: /invite
officers-title = Seconded officers of the { $ministry }: { $count }
officers-how = Tap or type a number to see and change one. One province: type /officers and its name.
officers-lead = { $name } (lead of the province)
officers-most = (at most { $most })
officers-load =
    { $most ->
        [blank] Holds { $open }, overdue { $overdue }
       *[other] Holds { $open } { $most }, overdue { $overdue }
    }
officers-over = FULL: holds { $open } { $most }, overdue { $overdue }
officers-fields = Answers only: { $fields }
officers-away = Away until { $until }
officers-no-deputy = Nobody stands in
officers-until = Term ends with { $day }
officers-seen = Last heard from: { $day }
officers-lost = CANNOT BE REACHED; last heard from: { $day }
officer-number = Seat number { $number }
officer-capacity = Most questions at once
officer-capacity-ask = How many questions may { $name } hold at once? Type a number up to { $most }; 0 for any number. Beyond that, new questions go to a deputy or another officer of the province.
officer-capacity-bad = That is no number. Type one from 0 to { $most } for { $name }; 0 means any number.
officer-fields = Fields
officer-fields-any = { $name } answers every field. Tap or type numbers to choose; then only questions of the chosen fields go there:
officer-fields-some = { $name } gets questions of the fields marked ✓ only. Tap or type numbers to add or remove:
officer-any-field = Every field
officer-lead-on = Make lead of the province
officer-lead-off = No lead any more
officer-prolong = Extend the term
officer-prolong-ask = Until the end of which day is { $name } seconded? Type a day like 25/12 or 25/12/2026, within a year.
