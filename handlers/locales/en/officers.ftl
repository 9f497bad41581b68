# What an officer or expert reads.

card-new = New question { $code }
card-new-instead = New question { $code } (in place of { $name })
card-corrected = { $name } passed question { $code } to you: it belongs to your field
card-wrong-field = Wrong field
card-transferred = { $name } hands you question { $code }
card-escalated = { $name } hands question { $code } up to you: it is beyond the authority there
card-title = Question { $code }
card-asker = { $name }, { $unit }
card-field = Field: { $field }
card-field-guessed = Field: { $field } (a guess, the asker has not chosen)
card-due = Answer due: { $due }
card-desk-due = Own deadline of whoever has it now: { $due }
card-no-text = (no text)
card-recalled = (withdrawn)
card-bank-offered = Seen in the bank:
card-answer = Answer
card-ask-back = Ask back
card-transfer = Hand on
card-escalate = Hand up
card-desk = the desk of { $ministry }

thread-addition = { $name } adds:
thread-ask-back = { $name } asks back:
thread-answer = { $name } answers:
thread-supplement = { $name } supplements:
thread-desk = Somebody at the { $name } desk writes:
thread-reason = Internal · { $name } hands it up because (not for the asker):

relay-desk = Somebody at the Zalo OA desk wrote to { $name } while question { $code } waits for an answer
relay-addition = { $name } adds to question { $code }
relay-reopened = { $name } goes on with question { $code }. New deadline: { $due }
relay-of = The question: “{ $start }”

answer-write = Please write the answer to { $code } and name the legal basis. Your next message goes to the asker at once.
supplement-write = Please write the supplement to { $code }. Your next message goes to the asker at once.
answer-is-there = { $name } answered question { $code } at { $time }. You may still write a supplement.
answer-write-supplement = Write a supplement
answer-empty = There was nothing in that message, so nothing was sent. Tap Answer on the question and write it again.
answer-sent = The answer to { $code } was sent to { $name }. To add something, reply to this message.
supplement-sent = The supplement to { $code } was sent to { $name }.
answer-recalled = { $name } has withdrawn question { $code }, so no answer was sent.
answer-office-officer = seconded officer of { $ministry }
answer-undelivered = The message about question { $code } did not reach { $name } ({ $unit }), who cannot be written to here any more. It is kept, and shown on /questions. If it is urgent, please tell the office.
answer-in-doubt = It is not certain that the message about question { $code } reached { $name } ({ $unit }): the messenger does not confirm it. It is kept, and shown on /questions. If it is urgent, please tell the office.
message-waits = The message about question { $code } cannot be sent to { $name } yet: Zalo allows it only for a while after the person wrote there. It is kept and goes out as soon as the person writes again. If it is urgent, please tell the office.
answer-heading = Answer to question { $code }
supplement-heading = Supplement to the answer to question { $code }
answer-by =
    { $office ->
        [blank] { $name }, { $time }
       *[other] { $name }, { $office }, { $time }
    }
answer-was-faster = { $name } answered question { $code } at { $time }. Your text was not sent.
answer-as-supplement = Send it as a supplement

ask-back-write = Please write what you need to know about { $code }. Your next message goes to the asker at once.
ask-back-heading = { $name } needs to know more about question { $code }
ask-back-how = Just write here, or reply to this message.
ask-back-stands = While we wait for you, the time to answer your question is not counted, until { $until } at the latest.
ask-back-sent = Your question about { $code } was sent to { $name }. The clock stands meanwhile, until { $until } at most; you hear at once when there is an answer.
ask-back-sent-running = Your question about { $code } was sent to { $name }. The clock has stood for as long as it may, so it runs on; the answer is due: { $due }.

acting-unsent = Question { $code } now stands at “{ $stands }”, so what you wrote was not sent. To write to its asker, reply to this message.

transfer-whom = Hand question { $code } to whom? Tap, or type the number:
transfer-to = { $name } ({ $ministry })
transfer-nobody = No other officer is in this province now to hand question { $code } to. You can hand it up.
transfer-done = Question { $code } was handed to { $name }. The deadline stays.
transfer-was-faster = Question { $code } went to { $holder } just before you chose, so it was not handed on again. If it still has to be, tap the button below.
transfer-told = Question { $code } is now with { $name }. Answer due: { $due }.

correct-which = Question { $code } is filed under: { $field }. Which field is right? Tap, type 1, 2…, or type its name, like: electricity.
correct-done = Question { $code } was moved to the field: { $field }. { $holder } has it now. It is still due { $due }.
correct-done-same = The field of question { $code } was corrected: { $field }. { $holder } still has it. It is still due { $due }.
correct-was-done = The field of question { $code } was corrected before: { $field }. { $holder } has it.
correct-told = Question { $code } was filed under: { $field }. { $holder } has it. It is still due { $due }.
correct-told-holder = { $by } says that question { $code } belongs to the field: { $field }. { $holder } still has it, due { $due }.
correct-told-before = { $by } says that question { $code } belongs to the field: { $field }. { $holder } has it now, due { $due }; you need not answer it any more.
moved-on = Question { $code } was filed anew under: { $field }; { $holder } has it now.
moved-unsent = Question { $code } was filed anew under: { $field }; { $holder } has it now. What you just wrote was not sent to the asker.
moved-handed = { $holder } has question { $code } now. What you just wrote was not sent to the asker; it is kept. Please speak to { $holder } if it matters.
moved-term-over = Your assignment has ended, so what you just wrote about question { $code } was not sent to the asker. It is kept; please speak to your successor if it matters.

escalate-why = Question { $code } will go to { $to }. Why? Write the reason (the asker does not see it), or tap the button.
escalate-without-reason = Escalate now
escalate-was-done = Question { $code } was handed up before; { $to } has it now.
escalate-done = Question { $code } was handed up to { $to }, who answers by { $until }. The original deadline is kept.
escalate-told = Question { $code } went to { $to }, for it is beyond the authority of whoever had it. They answer by { $until }; the original deadline is kept: { $due }.

queue-title = { $count } questions wait for an answer
queue-empty = No question waits for your answer.
queue-not-yours = This command is for officers and experts. Your own questions are under /questions.
queue-due = Due { $due }
queue-overdue = OVERDUE since { $due }
queue-how = Tap or type a number to see one.
queue-more = More ({ $count })
queue-show = Show the question

duty-title = On duty in { $unit }
duty-you-are-here = You are on duty.
duty-you-are-away = You are away until { $until }. The questions you hold keep their deadlines: /queue
duty-until-told = you say that you are back
duty-deputies = Deputy: { $names }
duty-no-deputy = No deputy yet. While you are away, questions go to the ministry’s desk.
duty-away = I am away
duty-back = I am back
duty-make-deputy = Let { $name } stand in
duty-not-yours = This command is for seconded officers.
duty-until-when = Until which day are you away? Type it like 25/12.
duty-open-end = I do not know yet
duty-you-are-deputy = { $name } asks you to answer in his or her place. New questions will then come to you; the list: /queue
duty-bad-day = That is no day we can read. Type it like 25/12 or 25/12/2026, within a year.

pick-which = Which question does this answer? Tap or type the number, and it goes to the asker at once:
pick-opinion-which = On which question is this an opinion? Tap or type the number; it goes to whoever has the question, its asker does not see it:
pick-or-opinion = Or is it an opinion that you were asked for? What you choose here goes to whoever has the question, its asker does not see it:
pick-more-opinions = Another one: reply to the message that asks for it.
pick-opinion = Opinion on { $code }
pick-nothing-open = No question waits for your answer. To add to one that is answered, reply to its card.
pick-search-only = You can search the bank for this; type /help to see what else you can do.
pick-sent-before = That message was sent before.
pick-search = Search the bank

## Handover at the end of a term
handover-heading-own = Handover: your assignment at { $unit } ({ $name }) ends after { $day }
handover-heading-successor = You will take over from { $name } – { $unit }, whose assignment ends after { $day }
handover-heading-admin = Handover ahead: the assignment of { $name } – { $unit } ends after { $day }
handover-to = Successor: { $name }. Unfinished questions go over by themselves at midnight, with their deadlines.
handover-to-nobody-own = There is no successor yet. Afterwards unfinished questions go to your deputy or the ministry's desk; its administrators were told.
handover-to-nobody-admin = There is no successor yet: invite one with /invite, or extend the term in /officers. Else unfinished questions go to the deputy or the ministry's desk.
handover-to-nobody-successor = Unfinished questions go to the deputy or the ministry's desk.
handover-done = Answered { $answered } questions, { $timely } of them in time.
handover-unfinished = Unfinished: { $unsent } written messages not sent, { $drafts } drafts for the bank not reviewed.
handover-open = { $count ->
    [0] No question is open.
   *[other] Unfinished questions: { $count }
}
handover-officers = Show the officers
handover-yours = You take over { $count } questions from { $name } – { $unit }
handover-desks = { $count } questions of { $name } – { $unit } came to the ministry's desk: nobody is on duty
handover-former = Your assignment at { $unit } has ended. { $count ->
    [0] Nothing had to be handed over.
   *[other] { $count } unfinished questions went to { $names }.
} Thank you.
pick-drop = Drop this message
pick-dropped = The message was dropped and sent to nobody.
pick-what = The message: “{ $start }”
correct-no-such-field = There is no field of that name. Type another one, like: electricity, land, markets; or type cancel to stop.
correct-which-of-these = Which of these fields? Tap, or type 1, 2…
correct-which-own = Question { $code } is filed under: { $field }. Which field is right? Tap, or type 1, 2…
