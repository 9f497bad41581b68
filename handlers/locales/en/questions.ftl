# What a cadre reads about his questions.

ask-enrol-first = The bank has no answer to this. To send it to the officer in charge, please register your office first. Your question has been kept.
ask-which-field = This needs an officer. Please say which field it is (tap, or type the number):
ask-other-field = { $ministry }
ask-sent =
    Question { $code } was sent to { $holder }.
    Answer due: { $due }.
    The answer will come here. To add something, just reply to this message.

bank-suggest = Did you mean one of these? Tap or type the number:
bank-none-of-these = None of these, ask the officer
bank-helped = This helped
bank-not-helped = Not clear, ask the officer
bank-glad = Thank you. Whenever you need to, just write a new question.
bank-basis = Legal basis: { $basis }
bank-source = Source: { $link }
bank-checked = Last checked: { $day }
bank-unreviewed = For reference, not yet approved by the ministry.
bank-standing-not-yet = Not in force yet.
bank-standing-lapsed = No longer in force after { $until }. What follows is for reference only.
bank-standing-suspended =
    { $until ->
        [blank] Suspended under { $basis }.
       *[other] Suspended until { $until } under { $basis }.
    }
bank-standing-basis-repealed = The text it rests on was repealed; new guidance is awaited.
bank-standing-superseded = Replaced by a newer rule. What follows is for reference only.
bank-standing-other-province = A rule of another province, for reference only.
bank-standing-check = To be checked: the rule may have been amended.

search-how = Type /search and some words, for example: /search industrial cluster
search-nothing = Nothing in the bank matches. Try other words, or write the whole question.

sort-which = Is this a new question, or an addition to one under way?
sort-new = A new question
sort-addition = Add to { $code }: { $start }

add-kept = Added to the question. Please choose the field above to send it.
add-sent = The addition to question { $code } was passed on. Answer due: { $due }.

settle-solved = Solved
settle-not-solved = Not solved
settle-reopen = Go on with this question
settle-thanks = Thank you. Question { $code } is closed. Please rate the answer (tap or type the number):
settle-rated = { $stars } stars noted. Thank you.
settle-what-is-missing = Please say what is still unclear about question { $code }. Your next message goes to the officer.
settle-told = { $name } says that question { $code } is solved.
settle-rating-told = { $name } rated the answer to { $code }: { $stars } stars.

mine-title = Your questions and those of your office
mine-none = No questions yet. Just write what you want to ask.
mine-due = Waiting for an answer, due { $due }

state-offered = Answered by the bank
state-unsorted = Waiting for you to choose the field
state-open = Waiting for an answer
state-waiting = Waiting for more information
state-answered = Answered
state-closed = Closed

show-nothing = No such question was found.
show-old-button = This button is too old. Type /help to see what you can do.
show-unknown-command = There is no such command. Type /help for the commands, or just write your question.

unsaid-nudge = Do you still need an answer to “{ $start }”?
unsaid-still = Yes, send it to the officer
unsaid-done = No longer needed

edit-passed-on = Your change to question { $code } was passed on.
