# How a deadline was computed.

policy-clock-hours = { $amount } hours on end, nights and days off included
policy-working-hours = { $amount } working hours
policy-working-days = { $amount } working days, the day of asking not counted

timeline-counted = counts { $lasts }
timeline-not-counted = does not count
timeline-by = Computed by: { $policy }
timeline-due = Deadline: { $due }
timeline-total = Time that counted: { $lasts }
timeline-lasts = { $hours ->
    [0] { $minutes ->
        [0] less than a minute
       *[other] { $minutes } min
    }
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}

reason-clock = every hour counts
reason-session = working hours
reason-made-up = working hours of a day made up
reason-break = break between two sessions
reason-hours = outside working hours
reason-weekend = weekly day off
reason-holiday = public holiday
reason-closure = offices closed
reason-asked = the day of asking, which is not counted
reason-pause = waiting for the asker's details
reason-named = { $reason }: { $name }

calendar-fault-not-a-calendar = is no calendar; it has the keys sessions, sessions_on, weekdays, days_off, working_days, closures
calendar-fault-unreadable = cannot be read from here on ({ $value })
calendar-fault-unknown-key = the key “{ $value }” means nothing; a slip?
calendar-fault-session = “{ $value }” is no session like 07:30-11:30
calendar-fault-sessions-order = sessions stand in order and do not overlap
calendar-fault-weekday = “{ $value }” is no day of the week: mon…sun or T2…T7, CN
calendar-fault-day = “{ $value }” is no day like 2026-01-10
calendar-fault-both = { $value } is both a day off and a working day; keep one
calendar-fault-moment = “{ $value }” is no day like 2026-10-05 and no moment like 2026-10-05T13:00
calendar-fault-reversed = the end (“{ $value }”) is not after the beginning
calendar-fault-province = no province has the code “{ $value }”; codes have two digits like "20", in quotes
calendar-fault-missing = at least one and at most eight sessions are needed; a closure needs from and to
calendar-fault-name = a name is text of at most 200 characters

## /why
why-button = Why this deadline?
why-which = Please type the question's code after the command, for example /why 482-715-364; or reply to a message about that question with /why.
why-heading = How the deadline of question { $code } came about
why-none = This question went to nobody yet, so it has no deadline.
why-since = { $event ->
    [again] Counted from when it was reopened: { $time }
    [sent] Counted from when it was sent to an officer: { $time }
    [desk] Counted from when it was handed up: { $time }
    [part] Counted from when the opinion was asked for: { $time }
   *[asked] Counted from when it was asked: { $time }
}
why-earlier = ({ $count } spans before that are left out)
why-raised = • { $what }: { $time }
why-in-time = Answered at { $time }, { $by } before the deadline.
why-late = Answered at { $time }, { $by } late.
why-overdue = Overdue by { $by }, not answered yet.
why-left = { $left } left, nights and days off included.
why-stands-still = The clock has stood still since { $since }, waiting for the asker. Without a word of theirs it runs again at { $until }; the deadline above is computed so.
clock-answer-heading = { $round ->
    [1] First answer
   *[other] Answer { $round } (the question was reopened)
}
clock-resolution-heading = { $round ->
   *[other] Resolution
}
clock-desk-heading = { $round ->
    [1] The own deadline of whoever it was handed up to
   *[other] The own deadline of whoever it was handed up to (handing up { $round })
}
clock-resolution = (deadline for its resolution)
clock-desk = (the own deadline of whoever it was handed up to)
rung-reminder = { $count ->
   *[other] Reminder
}
rung-due = { $count ->
   *[other] Alert: due
}
rung-desk = { $count ->
   *[other] The ministry's desk was told
}
rung-leader = { $count ->
   *[other] The ministry's leaders were told
}
rung-waited = { $count ->
   *[other] The asker was waited for long enough, the clock runs again
}
rung-moved = { $count ->
   *[other] Computed anew: the calendar or the policy changed
}
rung-repeat = Daily alert no. { $count }
rung-step = { $count ->
   *[other] Alert
}

deadline-moved = { $count ->
    [1] The deadline was computed anew
   *[other] The deadlines of { $count } questions were computed anew
}
deadline-moved-to = New deadline: { $due }
deadline-moved-why = The working calendar or the policy for deadlines changed. How it is computed: /why { $code }

## Working calendar
calendar-not-allowed = The working calendar is laid down by a ministry's administrators. How a deadline came about: /why and the question's code.
calendar-title = Working calendar of { $ministry }
calendar-hours = Working hours: { $sessions }; { $days }
calendar-day-off = • Off on { $day }: { $name }{ $own ->
    [yes] { " " }(laid down by the ministry)
   *[no] { "" }
}
calendar-day-worked = • Worked on { $day }: { $name }{ $own ->
    [yes] { " " }(laid down by the ministry)
   *[no] { "" }
}
calendar-shut = • Offices closed { $where ->
    [blank] everywhere
   *[other] in { $where }
} from { $since } to { $until }{ $why ->
    [blank] { "" }
   *[other] : { $why }
}
calendar-how =
    Public holidays and announced days made up are in it already. To add some, type behind the command, for example:
    /calendar off 02/01 substitute for New Year
    /calendar work 10/01 made up for 02/01
    /calendar closed 05/10-07/10 Lạng Sơn: typhoon 12
    /calendar undo 10/01
calendar-bad = That cannot be read. Please type off, work, closed or undo, then the day and the reason, for example /calendar off 02/01 substitute; /calendar closed 05/10-07/10 Lạng Sơn: typhoon 12 (31 days at most).
calendar-confirm = Put it into the calendar as the button says? Open deadlines are computed anew; whoever's deadline moves is told once. To leave it, do nothing.
calendar-button = Put in: { $what }
calendar-done = The calendar has it: { $what }. Open deadlines are computed anew at once.
calendar-never = Not possible: by this calendar no working day is left.
calendar-edit-off = off on { $days }{ $where ->
   *[other] { "" }
}{ $why ->
    [blank] { "" }
   *[other] { " " }({ $why })
}
calendar-edit-worked = worked on { $days }{ $where ->
   *[other] { "" }
}{ $why ->
    [blank] { "" }
   *[other] { " " }({ $why })
}
calendar-edit-shut = closed on { $days }, { $where ->
    [blank] everywhere
   *[other] { $where }
}{ $why ->
    [blank] { "" }
   *[other] { " " }({ $why })
}
calendar-edit-undo = nothing of our own for { $days }{ $where ->
   *[other] { "" }
}{ $why ->
   *[other] { "" }
}
why-handed-on = Went elsewhere at { $time }.
why-part-given = Given, or not needed any more, at { $time }.
