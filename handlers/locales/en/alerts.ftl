# What the clock says. `-other`: to those who do not hold the question themselves.

alert-reminder = Reminder: question { $code } is to be answered before { $due }
alert-due = Alert: question { $code } was due at { $due } and has no answer
alert-repeat = Alert no. { $count }: question { $code } is overdue since { $due }
alert-reminder-other = Reminder: { $holder } is to answer { $code } before { $due }
alert-due-other = Alert: { $holder } has not answered { $code }, due at { $due }
alert-repeat-other = Alert no. { $count }: { $holder } has not answered { $code }, overdue since { $due }
alert-desk = Alert: question { $code } is overdue since { $due }; the ministry's desk was told
alert-leader = Alert: question { $code } is overdue since { $due }; the ministry's leaders were told
alert-waited = The asker has not answered, the clock runs again: question { $code } needs an answer by { $due }
alert-desk-other = For the ministry's desk: { $holder } has not answered { $code }, overdue since { $due }
alert-leader-other = For the ministry's leaders: { $holder } has not answered { $code }, overdue since { $due }
alert-waited-other = The asker has not answered, the clock runs again: { $holder } owes { $code } by { $due }
alert-do-waited = Please answer by what is there, call the asker, or ask back (the clock does not stand any more).
alert-do-other = Should somebody else answer? Open the question and answer or hand it on; or get in touch with its holder.
alert-digest = Alert: { $count } questions need an answer
alert-digest-more = and { $count } more
alert-open-queue = Show the queue
nobody-on-duty = Nobody is on duty for question { $code } from { $unit }. It lies at the desk of { $ministry } and needs somebody.
officer-unreachable = { $name } cannot be reached about question { $code } from { $unit }. Please contact the officer, or let somebody else answer.
officer-silent = { $name } has not been sent question { $code } from { $unit }: Zalo allows it only for a while after the officer wrote there. It is kept. If it is urgent, please phone the officer, or let somebody else answer.
