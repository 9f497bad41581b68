# What an officer or expert reads.

card-new = New question { $code }
card-transferred = { $name } hands you question { $code }
card-escalated = { $name } escalates question { $code } to the ministry
card-title = Question { $code }
card-asker = { $name }, { $unit }
card-field = Field: { $field }
card-due = Answer due: { $due }
card-no-text = (no text)
card-bank-offered = The asker has seen in the bank:
card-answer = Answer
card-ask-back = Ask back
card-transfer = Hand on
card-escalate = Escalate to the ministry
card-desk = the desk of { $ministry }

thread-addition = { $name } adds:
thread-ask-back = { $name } asks back:
thread-answer = { $name } answers:
thread-supplement = { $name } supplements:
thread-reason = { $name } escalates because:

relay-addition = { $name } adds to question { $code }

answer-write = Please write the answer to { $code }. Your next message goes to the asker. Please name the legal basis.
answer-empty = There is no answer yet. Tap Answer and write it again.
answer-sent = The answer to { $code } was sent to { $name }.
supplement-sent = The supplement to { $code } was sent to { $name }.
answer-heading = Answer to question { $code }
supplement-heading = Supplement to the answer to question { $code }
answer-by =
    { $office ->
        [blank] { $name }, { $time }
       *[other] { $name }, { $office }, { $time }
    }
answer-was-faster = { $name } answered question { $code } at { $time }. Your text was not sent.
answer-as-supplement = Send it as a supplement

ask-back-write = Please write what you need to know about { $code }.
ask-back-heading = { $name } needs to know more about question { $code }
ask-back-how = Just reply here.
ask-back-sent = Your question about { $code } was sent to { $name }. The deadline runs on.

transfer-whom = Hand question { $code } to whom?
transfer-to = { $name } ({ $ministry })
transfer-nobody = There is no other officer in this province to hand question { $code } to. You can escalate it to the ministry.
transfer-done = Question { $code } was handed to { $name }. The deadline stays.
transfer-told = Question { $code } is now with { $name }. Answer due: { $due }.

escalate-why = Why does question { $code } go to the ministry? Write the reason, or tap the button.
escalate-without-reason = Escalate now
escalate-done = Question { $code } was escalated to { $ministry }. The deadline stays.
escalate-told = Question { $code } is beyond the authority of the province and went to { $ministry }. Answer due: { $due }.

queue-title = { $count } questions wait for an answer
queue-empty = No question waits for your answer.
queue-not-yours = This command is for officers and experts. Your own questions are under /questions.
queue-due = Due { $due }
queue-overdue = OVERDUE since { $due }
queue-more = More ({ $count })
queue-show = Show the question

duty-title = On duty in { $unit }
duty-you-are-here = You are on duty.
duty-you-are-away = You are away until { $until }.
duty-until-told = you say that you are back
duty-deputies = Deputy: { $names }
duty-no-deputy = No deputy yet. While you are away, questions go to the ministry’s desk.
duty-away = I am away
duty-back = I am back
duty-make-deputy = Let { $name } stand in
duty-not-yours = This command is for seconded officers.
duty-until-when = Until which day are you away? Type it like 25/12; type - if you do not know.
duty-bad-day = That is no day we can read. Type it like 25/12 or 25/12/2026, within a year.

pick-which = Which question is this for? Tap or type the number, and what you wrote becomes its answer:
pick-nothing-open = No question waits for you. To answer one, reply to its message; type /queue for the list.
pick-search = Search the bank
