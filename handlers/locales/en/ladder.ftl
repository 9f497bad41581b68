# The ladder of reminders and alerts of a ministry.

ladder-not-allowed = The ladder of alerts is laid down by a ministry's administrators. How a deadline is computed: /why and the question's code.
ladder-of = The ladder of alerts of { $ministry }
ladder-would-be = The ladder of alerts of { $ministry } would be
ladder-step = { $when } → { $whom }
ladder-when-before = { $amount } % of the time before the deadline
ladder-when-due = at the deadline
ladder-when-after = { $amount } % of the time after the deadline
ladder-when-days = { $amount ->
    [one] 1 day after the deadline
   *[other] { $amount } days after the deadline
}
ladder-who-holder = the officer who holds it
ladder-who-deputy = the deputy
ladder-who-admin = the ministry's administrators
ladder-who-desk = the ministry's desk
ladder-who-leader = the ministry's leaders
ladder-repeats = After the last step: once a day, to the officer who holds it, his deputy and the administrators, until there is an answer.
ladder-how =
    To change it, type behind the command, for example:
    /alerts before 30%: officer, deputy
    /alerts after 2 days: leader
    /alerts drop 1
    /alerts wait 48 hours
    /alerts quiet (or: loud)
    /alerts default
ladder-examples = For example: /alerts before 30%: officer, deputy; /alerts due: officer, admin; /alerts after 50%: desk; /alerts after 2 days: leader; /alerts drop 1; /alerts wait 48 hours.
ladder-bad-line = “{ $value }” cannot be read: after the moment there must be a colon, then who is told.
ladder-bad-when = “{ $value }” is no moment: type before (1 to 99) %, due, after (1 to 500) % or after (1 to 90) days.
ladder-bad-share-before = “{ $value }” would be before it was asked: before the deadline only 1 to 99 % are possible.
ladder-bad-nobody = Nobody stands behind the colon: officer, deputy, admin, desk or leader.
ladder-bad-who = There is no reader “{ $value }”: choose among officer, deputy, admin, desk, leader, with commas between them.
ladder-bad-number = There is no step { $value }: type /alerts to see the numbers.
ladder-bad-hours = “{ $value }” is no number of hours from 1 to 720.
ladder-bad-gone = There is no such step now ({ $value }): type /alerts to see them.
ladder-bad-last = One step at least must stay, so the last one cannot be dropped.
ladder-bad-many = A ladder has ten steps at most: drop one first.
ladder-is-so = The ladder is like that already; nothing needs to change. See /alerts
ladder-confirm = Change it as the button says? It holds at once, also for open questions; what was raised is not raised again. To leave it as it is, do nothing.
ladder-other-was-faster = Another administrator has just changed this ladder; above is how it is now. If you still want your change, tap the button.
ladder-done = The ladder is changed. Open questions are computed anew at once.
ladder-set = Set: { $what }
ladder-drop = Drop the step: { $when }
ladder-set-waits = The clock stands for { $hours } hours at most
ladder-standard = Back to the standard ladder
ladder-button = Ladder of alerts
people-command-alerts = the ministry's ladder of reminders and alerts
