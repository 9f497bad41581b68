# What a cadre reads about his questions.

ask-enrol-first = This needs an officer. To send it, please register your office first. Your question is kept; once you are registered, one tap sends it.
ask-wait-for-approval = This needs an officer. Your registration waits for approval. Your question is kept; once you are approved, one tap sends it.
ask-which-field = This needs an officer. Please say which field it is (tap, or type the number):
ask-other-field = { $ministry }
ask-sent =
    Question { $code } was sent to { $holder }.
    Answer due: { $due }.
    The answer will come here. To add something, write on or reply to this message.

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
bank-standing-lapsed = In force until { $until } only. What follows is for reference only.
bank-standing-suspended =
    { $until ->
        [blank] Suspended under { $basis }.
       *[other] Suspended until { $until } under { $basis }.
    }
bank-held-amended = No answer at once: what this rests on is amended from { $since } by { $text }. The ministry is reviewing it.
bank-held-lapsed = No answer at once: what this rests on has lapsed from { $since } by { $text }. The ministry is reviewing it.
bank-held-suspended =
    { $until ->
        [blank] Suspended from { $since } by { $text }.
       *[other] Suspended until { $until } by { $text }.
    }
bank-held-next = The earlier answer may be wrong by now, so it is not shown. If you need one now, press Ask an officer.
bank-ask-a-person = Ask an officer
bank-standing-basis-repealed = The text it rests on was repealed; new guidance is awaited.
bank-standing-superseded = Replaced by a newer rule. What follows is for reference only.
bank-standing-other-province = A rule of another province, for reference only.
bank-standing-check = To be checked: the rule may have been amended.

search-how = Type /search and some words, for example: /search industrial cluster
search-nothing = Nothing in the bank matches. Try other words, or write the whole question.

sort-which = Is this a new question, or an addition to one under way? Tap, or type the number:
sort-new = A new question
sort-addition = Add to { $code }: { $start }

add-kept = Added to your question. Please choose above to send it.
add-kept-with-bank = Added to your question. It goes with it when you send it to an officer.
add-sent = The addition to question { $code } was passed on. Answer due: { $due }.
add-reopened = Question { $code } was sent again with what you wrote. New deadline: { $due }.

settle-solved = Solved
settle-not-solved = Not solved
settle-reopen = Go on with this question
settle-thanks = Thank you. Question { $code } is closed. Please rate the answer (tap or type the number):
settle-rated = { $stars } stars noted. Thank you.
settle-what-is-missing = What is still unclear about question { $code }? Your next message goes to the officer.
settle-told = { $name } says that question { $code } is solved.
settle-rating-told = { $name } rated the answer to { $code }: { $stars } stars.

mine-title = Your questions and those of your office
mine-none = No questions yet. Just write what you want to ask.
mine-due = Waiting for an answer, due { $due }

state-offered = With the bank
state-unsorted = Waiting for you to choose the field
state-open = Waiting for an answer
state-waiting = Waiting for more information
state-answered = Answered
state-closed = Closed
state-merged = Part of another question

show-phone = Phone number of { $name }: { $phone }
show-nothing = No such question was found. Please check the code, or type /help to see what you can do.
show-old-button = This button is too old. Type /help to see what you can do.
lost-note = [Sent along but not received: { $what }]
lost-told-large = { $what } did not arrive: too large (10 MB for a photo, 20 MB for a file). Please send photos of the pages in question, or the file in parts.
lost-told-gone = { $what } did not arrive. Please send it again.
lost-kind-photo = the photo
lost-kind-file = the file
lost-kind-voice = the voice message
lost-kind-audio = the audio file
lost-kind-video = the video
lost-kind-sticker = the sticker
lost-kind-location = the location
lost-kind-contact = the contact
show-unknown-command = There is no such command. Type /help for the commands, or just write your question.
show-unshown = Only text and photos reach us here, so what was just sent did not arrive. Please write it, or send a photo of it.

unsaid-nudge = Do you still need an answer to “{ $start }”?
unsaid-still = Yes, send it to the officer
unsaid-done = No longer needed

edit-passed-on = Your change to question { $code } has reached the other side.

courtesy-solved = Thank you. Is question { $code } solved?
courtesy-returned = Thank you. Whenever you need to, just write your question here.
courtesy-how = Just write what you want to ask, or type /help to see what you can do.
