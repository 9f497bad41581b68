# What a cadre reads about his questions.

ask-enrol-first = This needs an officer. To send it, please register your office first. Your question is kept; once you are registered, one tap sends it.
ask-wait-for-approval = This needs an officer. Your registration waits for approval. Your question is kept; once you are approved, one tap sends it.
ask-which-field = This needs an officer. Please say which field it is (tap, or type the number):
ask-other-field = { $ministry }
ask-sent =
    Question { $code } was sent to { $holder }.
    Answer due: { $due }.
    The answer will come here. To add something, write on or reply to this message.

ask-sent-guessed = You did not choose a field, so the question went by the nearest one: { $field }, { $ministry }. If that is not right, tap (or type) Wrong field.

bank-suggest =
    { $count ->
        [1] Did you mean this one? Tap or type the number:
       *[other] Did you mean one of these? Tap or type the number:
    }
bank-none-of-these = None of these, ask the officer
bank-helped = This helped
bank-not-helped = Not clear, ask the officer
bank-glad = Thank you. Whenever you need to, just write a new question.
bank-still-asked = The officer is still waiting for your reply to what was asked about question { $code }.
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
sort-merged = This was added to another question. If it is one of its own, please write it again, then tap A new question.
sort-never-mind = Never mind

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
mine-offered = The bank has replied; waiting for you to say whether that is enough
mine-unsaid = Waiting for you to say whether it is a new question or an addition
mine-due = With { $holder }, due { $due }

state-offered = The bank has replied; waiting for the asker to say whether that is enough
state-unsorted = Waiting for you to choose the field
state-open = Waiting for an answer
state-waiting = Waiting for more information
state-answered = Answered
state-closed = Closed
state-merged = Part of another question
state-recalled = Withdrawn

show-phone = Phone number of { $name }: { $phone }
show-nothing = No such question was found. Please check the code, or type /help to see what you can do.
show-old-button = This button is too old. Type /help to see what you can do.
show-stands =
    { $code ->
        [blank] This now stands at “{ $stands }”, so that button does nothing any more.
       *[other] Question { $code } now stands at “{ $stands }”, so that button does nothing any more.
    }
lost-note = [Sent along but not received: { $what }]
lost-told-large = { $what } did not arrive: too large (10 MB for a photo, 20 MB for a file). Please send photos of the pages in question, or the file in parts.
lost-told-gone = { $what } did not arrive. Please send it again.
lost-told-kind = { $what } did not arrive: this kind of file is not passed on. Please send photos, PDF, Word, Excel, PowerPoint, audio or video; unpack an archive and send the files, and save documents without macros or a password.
lost-told-infected = { $what } was not taken: the virus scanner found something harmful in it. Please check your device, or send a photo of the content.
lost-told-unchecked = { $what } did not arrive: it could not be checked for viruses. Please send it again in a few minutes.
lost-kind-photo = the photo
lost-kind-file = the file
lost-kind-voice = the voice message
lost-kind-audio = the audio file
lost-kind-video = the video
lost-kind-sticker = the sticker
lost-kind-location = the location
lost-kind-contact = the contact
show-unknown-command = There is no such command. Type /help for the commands, or just write your question.
show-unshown = What was just sent is of a kind that cannot be passed on from here, so it did not arrive. Please write it, or send a photo of it.

unsaid-nudge = Do you still need an answer to “{ $start }”?
unsaid-still = Yes, send it to the officer
unsaid-done = No longer needed

dropped = All right, “{ $start }” is sent to nobody. If you still need an answer, tap Send to the officer.
dropped-already = All right, nobody is waiting for this one. Whenever you need to, just write your question.
dropped-send = Send to the officer

edit-told = { $name } has changed the answer to question { $code }. Please read it again and act on what it says now.
edit-passed-on = Your change to question { $code } has reached the other side.

recall-done = Your message on question { $code } has been withdrawn.
recall-done-question = Question { $code } has been withdrawn. Nobody has to answer it any more. To ask again, just write a new question.
recall-done-unsent = Withdrawn. It had not gone to any officer. To ask again, just write a new question.
recall-done-answer = Your answer to question { $code } has been withdrawn. The question waits for your answer again, due { $due }.
recall-done-unasked = What you asked further on question { $code } has been withdrawn. Nobody has to answer more; the answer you were given stands.
recall-what = What was withdrawn: “{ $start }”
recall-where-it-stays = Where it cannot be deleted, its readers are told that it was withdrawn.
recall-unsent = Your last message had not gone to anybody and has been dropped.
recall-not-a-message = There is nothing to withdraw in that message. Reply /recall to the message you sent, or type /recall alone to choose one.
recall-nothing = There is no message of yours here to withdraw.
recall-which = Which message do you want to withdraw? Press, or type 1, 2…
recall-not-yours = That is somebody else's message. You can withdraw only your own.
recall-twice = This message was withdrawn before.
recall-gone = This message was withdrawn.
recall-told-question = { $name } has withdrawn question { $code }. You need not answer it any more.
recall-told-addition = { $name } has withdrawn a message on question { $code }.
recall-told-unasked = You need not answer any more; the answer that was sent stands.
recall-told-answer = { $name } has withdrawn the answer to question { $code }. Please do not act on it.
recall-told-ask-back = { $name } has withdrawn what was asked back on question { $code }. You need not answer it.
recall-still-due = The question still waits for an answer, due { $due }.
recall-draft-ended = What was proposed for the bank out of it has been taken back, too.
recall-in-bank = It is in the bank by now. If it is not right any more, please ask an expert of the ministry to look at that entry.

courtesy-solved = Thank you. Is question { $code } solved?
courtesy-greeted = Good day. Whenever you need to, just write your question here.
courtesy-returned = Thank you. Whenever you need to, just write your question here.
courtesy-how = Just write what you want to ask, or type /help to see what you can do.
courtesy-about = This is Cầu Nối, where cadres of communes and departments ask the ministries. What the bank of answers knows is answered at once; everything else goes to the ministry's officer seconded to your province, with a deadline. Just write your question, or type /help.
courtesy-take-back = If you need no answer any more, reply /recall to the message in which you asked, or type /recall alone.
take-back = Take the question back
