# What makes an officer's work lighter: the queue's filters, suggestions, snippets, reminders, notes.

queue-counts = Overdue: { $overdue } · Due today: { $today } · Waiting for the asker: { $waiting } · All: { $count }
queue-filtered = Filter: { $filter } ({ $count } questions)
queue-page = Page { $page }/{ $pages }
queue-back = Previous page
queue-filter-all = All
queue-filter-overdue = Overdue
queue-filter-today = Due today
queue-filter-waiting = Waiting for the asker
queue-by-field = By field
queue-which-field = Questions of which field? Tap, or type 1, 2…
queue-how-to-filter = Filter by words: /queue overdue · /queue today · /queue waiting · /queue and the name of a field.
queue-none-of-these = Nothing under the filter “{ $filter }”. { $count } questions wait for your answer: tap All, or type /queue.
queue-no-such-filter =
    There is no such filter. Type /queue and one of: overdue, today, waiting, all, or the name of a field.
    Fields in which questions wait: { $fields }

more-button = More
more-title = Question { $code }: what else
more-how = Choose what to do: tap, or type 1, 2… To answer, reply to this message.

suggest-button = Suggestions
suggest-title = Suggestion { $number } of { $count } for question { $code }:
suggest-nothing = Neither the bank nor what your province was answered before comes near question { $code }. Write the answer yourself, or search by words: /search and some words.
suggest-gone = This is there no more, or cannot be sent as before. Tap Answer on the question to write yourself, or Suggestions to look again.
suggest-look-over = This entry may not hold for the asker's place today, so it cannot be sent as it is. Please look it over, edit it, then send it.
suggest-held = This entry is held back, so it cannot be sent. Please write the answer yourself.
suggest-personal = Note: this may name data of a citizen ({ $kinds }). Please take it out before it goes to somebody else.
suggest-next = Next suggestion
use-as-it-is = Send as it is
use-edited = Edit, then send
use-all-the-same = Send as it is all the same
use-edited-how = The text to edit is below. Copy it, edit it and send it: your next message goes at once to who asked { $code }.
past-title = Question { $code } was answered, { $unit }, { $time }

earlier-title = Answered questions of your province ({ $count })

people-command-snippet = my snippets for answers
people-command-remind = be reminded of a question at a time

snippet-use = Use a snippet
snippet-save = Save as a snippet
snippet-title = Snippet “{ $name }”
snippet-list = Your snippets ({ $count } of { $most })
snippet-which = Tap or type a number to see one, then send it.
snippet-how = Add: /snippet add Name: text · Rename: /snippet rename Old: New · Delete: /snippet delete Name · Or tap Save as a snippet under an answer you sent.
snippet-how-to-use = To send it: tap More, then Use a snippet, under a question, or reply to the question with /snippet and the name.
snippet-none = You have no snippets yet.
snippet-not-yours = Snippets are for officers, experts and administrators of the ministry. Type /help to see what you can do.
snippet-gone = This snippet is there no more. Your snippets: /snippet
snippet-no-such = There is no snippet called “{ $name }”. Your snippets: /snippet
snippet-is-there = This text is in the snippet “{ $name }” already. Your snippets: /snippet
snippet-saved = Saved as the snippet “{ $name }”. Your snippets: /snippet
snippet-too-many = You have { $most } snippets, which is as many as there may be. Delete one you do not use (/snippet), then save again.
snippet-bad-name = The name of a snippet needs letters and may have { $most } characters. Please type another one.
snippet-bad-text = The text of a snippet may have { $most } characters, and must have one. Please shorten it and add it again.
snippet-name-taken = Another snippet is called “{ $name }”. Please type another name.
snippet-rename = Rename
snippet-drop = Delete the snippet
snippet-write-name = What shall the snippet “{ $name }” be called? Type the name, { $most } characters at most.
snippet-renamed = The snippet is called “{ $name }” now. Your snippets: /snippet
snippet-dropped = The snippet “{ $name }” was deleted. Its text, should you need it:

undo-button = Undo ({ $seconds } seconds)
undo-too-late = More than 30 seconds have passed. You can still withdraw the answer: tap below, or reply /recall to what you sent. The asker may have read it.
undo-recall = Withdraw the answer
undo-text = What you took back, to copy and edit:

unfinished = Question { $code } (“{ $start }”) is still unanswered.
unfinished-go-on = Answer { $code }
lapsed-which = Some time ago you tapped Answer on question { $code } (“{ $start }”). Is what you just wrote its answer? Tap, or type 1 or 2.
lapsed-which-ask-back = Some time ago you tapped Ask back on question { $code } (“{ $start }”). Is what you just wrote what you need to know? Tap, or type 1 or 2.
lapsed-other = No, it is something else
kept-is-answer = Send as the answer to { $code }
kept-is-asked-back = Ask it back on { $code }

remind-button = Remind me at…
remind-when = When shall you be reminded of question { $code }? Tap, or type it: 15:30, tomorrow 8:00, monday 9am, in 2 hours, 25/12 9h.
remind-in-an-hour = In 1 hour
remind-this-afternoon = This afternoon 14:00
remind-tomorrow = Tomorrow 08:00
remind-not = No reminder
remind-again = Remind me again
remind-set-for = Reminder set: { $at }
remind-done = You will be reminded of question { $code } at { $at }, unless it is answered by then.
remind-after-due = Note: that is after the answer is due ({ $due }).
remind-dropped = You will not be reminded of question { $code }.
remind-none-of-it = No reminder was set for question { $code }.
remind-unreadable = That time cannot be read. Type it like 15:30, tomorrow 8:00, monday 9am, in 2 hours, 25/12 9h.
remind-past = That time has passed. Type one to come, like 15:30, tomorrow 8:00, monday 9am.
remind-too-far = Reminders go up to 90 days ahead. Type a nearer day, like tomorrow 8:00, monday 9am, 25/12 9h.
remind-list = Your reminders
remind-list-empty = You have set no reminders.
remind-how = To set one: /remind, the code of the question and the time, like /remind 482-715-364 15:30; to drop it: /remind 482-715-364 off. Or tap More under a question.
remind-told = A reminder: question { $code } is unanswered

awaiting-button = Waiting for…
awaiting-write = For whom, or what, does question { $code } wait? For example: the Department of Justice. Only those who answer see this note; the deadline runs on.
awaiting-noted = Note: { $text }
awaiting-no-more = Waiting no more
awaiting-done = Noted for question { $code }: { $text }. The asker does not see it; the deadline runs on: { $due }.
awaiting-over = Question { $code } waits for nobody any more.
awaiting-bad = A note needs words, no files, and at most { $most } characters, so nothing was noted. Please type a shorter one; if this is the answer, tap below.

twins-more = { $count } other waiting questions ask about the same.
twins-offer = { $count } other waiting questions ask about the same. Send them this answer, too?
twins-how = Leave out what means something else before you send. Each asker gets an answer of his own.
twins-send = Send the same answer to { $count }
twins-drop = Leave out { $number }
twins-passed-over = Not sent to { $count } that were answered, or are no longer yours: { $codes }.

people-data-snippets = Snippets you have kept: { $count } (see and delete them: /snippet)
