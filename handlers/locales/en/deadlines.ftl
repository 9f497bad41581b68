# How a deadline was computed.

policy-clock-hours = { $amount } hours from asking, nights and days off included
policy-working-hours = { $amount } working hours
policy-working-days = { $amount } working days, the day of asking not counted

timeline-counted = counts { $lasts }
timeline-not-counted = does not count
timeline-by = Computed by: { $policy }
timeline-due = Deadline: { $due }
timeline-total = Time that counted: { $lasts }
timeline-lasts = { $hours ->
    [0] { $minutes } min
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
