# An officer's morning digest, a ministry admin's evening digest.

digest-morning = Morning of { $day }: { $count } questions wait for your answer
digest-overdue = Overdue: { $count }
digest-today = Due today: { $count }
digest-new = New since the end of the last working day: { $count }
digest-waiting = Waiting for their askers: { $count }
digest-later = Not due yet: { $count }
digest-morning-how = Answer them one by one in your queue: tap the button below, or type /queue. To switch this off: /digest

digest-evening = { $ministry }: { $day }
digest-asked = Questions that went to somebody today: { $count }
digest-answered = Answered: { $count }, { $timely } of them in time
digest-escalated = Handed up: { $count }
digest-returned = Given back by a desk, with advice: { $count }
digest-unheld = At the ministry’s desk, with no seconded officer: { $count }
digest-late = { $count ->
    [0] No question is overdue.
   *[other] Overdue now: { $count }
}
digest-late-line = • { $province }: { $count } ({ $holders })
digest-late-more = • and { $count } further provinces
digest-desk = the ministry’s desk
digest-show-late = Show what is overdue
digest-evening-how = Figures by province: /stats. What is overdue: /overdue. To switch this off: /digest

## /digest
digest-not-yours = Digests are for seconded officers (in the morning) and for a ministry’s admins (in the evening). Your assignments: /me
digest-title = Digests
digest-is-morning = In the morning, when work begins: the questions that wait for your answer. Nothing is sent where none waits.
digest-is-evening = When work ends: your ministry’s day, and what is overdue by province and holder. Nothing is sent where nothing is new.
digest-own-on = You receive digests.
digest-own-off = You have switched your digests off.
digest-ministry-on = { $ministry } sends digests to its seconded officers and admins.
digest-ministry-off = { $ministry } has switched digests off for all its seconded officers and admins.
digest-how = Tap a button, or type: { $words }
digest-words = /digest off, /digest on
digest-words-admin = /digest off, /digest on (your own); /digest ministry off, /digest ministry on (the whole ministry)
digest-bad = It is not clear whether you want it on or off.
digest-button-on = Switch mine on
digest-button-off = Switch mine off
digest-button-ministry-on = Switch on for all of { $ministry }
digest-button-ministry-off = Switch off for all of { $ministry }
digest-not-admin = Only a ministry’s admin switches digests on or off for the whole ministry. Your own: /digest off, /digest on
overdue-not-yours = This command is for a ministry’s admins and leaders. The questions that wait for your answer: /queue
