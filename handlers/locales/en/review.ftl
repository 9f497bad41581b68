### Review of the bank: the desk of a ministry's expert, what waits there, changes of the law.

## The desk
people-command-bank = review the bank, note changes of the law
bank-desk-not-allowed = The bank is reviewed by experts and admins of the ministry who hold a seat. To look something up: /search
bank-desk-heading = The bank: { $ministry }
bank-desk-verdicts = Over the last 30 days, after an answer: { $helped } times it helped, { $unhelped } times it did not, { $silent } times nothing was said.
bank-desk-waiting =
    { $count ->
        [0] Nothing waits for review.
       *[other] Waiting for review: { $count }.
    }
bank-desk-unmatched = Questions without an entry
bank-desk-write = Write an entry
bank-desk-law = Note a change of the law
bank-desk-law-list = Changes of the law that were noted
bank-desk-caution = Caution

## What waits
review-look = See the first one
review-many = { $count } entries of { $ministry } need a review. Open them whenever you like: /bank
review-next = Next one ({ $count })
review-none-left = Nothing is left to review. The desk: /bank
review-heading-draft = New entry to approve · review no. { $number }
review-heading-feedback = Entry to look at again · review no. { $number }
review-heading-law = Entry held back, the law has changed · review no. { $number }
review-heading-wording = New wordings · review no. { $number }
review-why-answer = From answer { $code } by { $name }
review-why-by-hand = Written by { $name }
review-why-feedback = { $count } people said that this answer did not help.
review-why-wording = { $count } people asked in other words and were helped; these are proposed as wordings.
review-law-amended = { $place } is amended from { $since } by { $text }.
review-law-suspended =
    { $until ->
        [blank] { $place } is suspended from { $since } by { $text }, without an end so far.
       *[other] { $place } is suspended from { $since } until the end of { $until } by { $text }.
    }
review-law-lapsed = { $place } lapses from { $since } by { $text }.
review-law-free = This change does not hold the entry back any more.
review-close = Close
review-heading-check = Entry to check again · review no. { $number }
review-why-check = It was checked long ago, or lapses soon: please compare it with its legal basis.
bank-desk-to-check = Due for a check: { $count }.
bank-desk-check = Check { $count } entries
review-entry-gone = This entry is not in the bank any more.
review-field = Field: { $field }
review-part-field = Field
review-part-question = Question
review-part-phrasings = Other wordings
review-part-answer = Answer
review-part-legal-basis = Legal basis
review-part-valid-from = Valid from
review-part-valid-to = Valid until
review-part-provinces = Provinces
review-before = Before: { $text }
review-everywhere = The whole country
review-nothing = (nothing)
review-and-more = … and { $count } more
review-near = Nearly the same in the bank:
review-lacks-field = It has no field of the ministry yet: press Edit, choose Field, then approve.
review-lacks-question = There is no question yet: press Edit to write it.
review-lacks-answer = There is no answer yet: press Edit to write it, then approve.
review-lacks-basis = There is no legal basis yet: press Edit to write it, then approve.
review-lacks-dates = It ends before it begins: press Edit to mend the days.
review-lacks-provinces = It names a province that does not exist: press Edit, choose Provinces and write them again.
review-lacks-sound = It is too long, or holds characters that cannot be kept: press Edit to shorten it.
review-personal = What was written may still point at one person: { $kinds }. Everybody will read it: press Edit to leave it out, unless an office has published it.
review-elsewhere = Review no. { $number } of the same entry has been edited by { $name } and is not decided:
review-show = See review no. { $number }
review-edit-entry = Edit this entry
review-accept = Approve
review-publish = Approve the new text
review-keep = Still right
review-edit = Edit
review-drop = Drop the edit
review-merge = Merge into { $number }
review-reject = Reject
review-later = Later
review-remove = Take out of the bank

## Editing
review-which-part = Which part?
review-write-question = Write the question, as somebody in a commune would ask it.
review-write-phrasings = Write other wordings, one on each line. They replace the old list.
review-write-answer = Write the answer.
review-write-legal-basis = Write the legal basis, one on each line. For example: Nghị định 139/2025/NĐ-CP, Điều 5 khoản 2
review-write-valid-from = Valid from which day? For example: 01/03/2027. Without a limit, write: none
review-write-valid-to = Valid until the end of which day? For example: 28/02/2027. Without a limit, write: none
review-write-provinces = In which provinces? Write their names with commas between them; for all of them, write: everywhere
review-write-field = Which field does it belong to?
review-dropped = The edit is dropped. The entry is again as the bank has it:
review-part-changed = “{ $part }” was changed elsewhere while you were writing. It says now:
review-part-changed-how = Nothing was replaced. What you wrote stands in the next message, to be copied. To change this part, send all of it again; to keep what it says now, write /bank
review-way-out = To stop, write /bank
review-bad-empty = There were no words in that message. Please write it again.
review-bad-long = Longer than { $limit } characters. Please shorten it.
review-bad-many = More than { $limit } lines. Please leave some out.
review-bad-day = No day could be read. Write it like 01/03/2027.
review-bad-province = There is no province “{ $name }”. Write the names again, with commas between them; for all of them, write: everywhere
review-bad-basis = No document is named. Write it like: Nghị định 139/2025/NĐ-CP, Điều 5 khoản 2

## Deciding
review-accepted = Review no. { $number } is approved. The answer is in use from now on.
review-merged = Review no. { $number } has become another wording of an entry that was there.
review-rejected = Review no. { $number } is rejected.
review-accepted-held = Review no. { $number } is approved. A text it rests on has changed, so the answer is still held back: /bank
review-accepted-later = Review no. { $number } is approved. The answer is in use from { $day }; until then askers hear that it is not in force yet.
review-closed = Review no. { $number } is closed.
review-removed =
    { $count ->
        [0] Review no. { $number } is done: the answer is not in the bank any more.
       *[other] Review no. { $number } is done: the answer is not in the bank any more; { $count } people who were given it are being told.
    }
review-why-reject = Why is it rejected? Press one, or write the reason; whoever proposed it will read it.
review-why-remove =
    { $count ->
        [0] Why is this answer taken out? Write the reason; it is kept with the entry's history.
       *[other] Why is this answer taken out? Write the reason; it is kept with the entry's history. { $count } people who were given it will then be told.
    }
review-reason-needed = A reason is needed. A few words will do.
review-reason-once = True for one case only
review-reason-wrong = Not accurate yet
review-reason-there = There is another entry
review-masked-left = Review no. { $number } still holds what was masked: { $masked }. Everybody will read it just so. Write it anew so that it is true of any case, or press “Approve all the same”.
review-accept-masked = Approve all the same
review-was-accepted = Review no. { $number } was approved by { $name } at { $time }.
review-was-merged = Review no. { $number } was merged into another entry by { $name } at { $time }.
review-was-rejected = Review no. { $number } was decided by { $name } at { $time }: not to be used.
review-was-ended =
    { $name ->
        [blank] Review no. { $number } was closed at { $time }: the change of the law does not hold it back any more.
       *[other] Review no. { $number } was closed at { $time } by what { $name } decided: the change of the law does not hold it back any more.
    }
review-was-edited = It reads otherwise by now than the card you pressed. Please look again before you decide:
review-elsewhere-new = Somebody has edited this entry in another review, which the card you pressed did not show. Please look again before you decide:
review-hold-changed = The text is the same, but what holds it back is not what the card you pressed showed. Please look again before you decide:
review-retell = Tell { $count } people who were given the old answer
review-retelling = They are being told, each in one message.
review-author-accepted = What you proposed was approved and is in the bank: “{ $question }”
review-author-merged = What you proposed was merged into an entry that was there: “{ $question }”
review-author-rejected = What you proposed for the bank was not taken. Reason: { $reason }. The answer you sent stays as it is.

## Proposing
draft-button = Propose for the bank
draft-made =
    { $left ->
        [blank] Answer { $code } was proposed for the bank. You will be told here what becomes of it.
       *[other] Answer { $code } was proposed for the bank without its { $left }. You will be told here what becomes of it.
    }
draft-recalled = This was withdrawn, so it cannot go into the bank.
draft-there = Answer { $code } was proposed before. You will be told here what becomes of it.
review-refused =
    { $reason ->
        [blank] { $name } rejected it before, at { $time }.
       *[other] { $name } rejected it before, at { $time }. Reason: { $reason }
    }
draft-again-how = To propose it all the same, press below; whoever reviews it sees that reason, too.
draft-again = Propose it again
draft-which-field = In which field?
personal-name = names
personal-phone = telephone numbers
personal-email = mail addresses
personal-identity = identity numbers
personal-account = account numbers
personal-tax = tax numbers
personal-birth = dates of birth
personal-plot = numbers of plots
personal-house = house numbers
personal-plate = licence plates
mask-name = [name]
mask-phone = [telephone]
mask-email = [mail address]
mask-identity = [identity number]
mask-account = [account number]
mask-tax = [tax number]
mask-birth = [date of birth]
mask-plot = [number]
mask-house = [number]
mask-plate = [licence plate]

## Questions without an entry
unmatched-heading = { $count } questions of the last 30 days have no entry
unmatched-line = { $number }. ({ $count } questions) { $text }
unmatched-field = Field: { $field }
unmatched-make = Write an entry from group { $number }
unmatched-how = Press to write an entry from a group: the question, its wordings and the officer's latest answer are copied.
unmatched-none = Questions that went to an officer appear here, those that are alike together.

## Changes of the law
law-write-place = Which document changes? Name the article and clause where it is only a part. For example: Điều 5 Nghị định 139/2025/NĐ-CP
law-bad-place = No document could be read. Write it like: Nghị định 139/2025/NĐ-CP, or: Luật Đất đai 2024, Điều 87
law-one-place = One place at a time, please: one document, one article.
law-which-effect = { $place }: { $count } entries of the bank cite it. What happens to it?
law-amended = It is amended
law-suspended = It is suspended
law-lapsed = It lapses
law-write-since = From which day, by which text? For example: 01/03/2027 theo Nghị định 20/2027/NĐ-CP
law-write-until = From which day, until the end of which day (if there is one), by which text? For example: 01/12/2026 đến 28/02/2027 theo Nghị quyết 30/2026/NQ-CP
law-bad-since = No day could be read, or more than needed. Write it like: 01/03/2027 theo Nghị định 20/2027/NĐ-CP
law-bad-until = It ends before it begins. Please write it again.
law-bad-text = The new text is missing. Write it like: 01/03/2027 theo Nghị định 20/2027/NĐ-CP
law-would-hold =
    { $count ->
        [0] No entry is held back; what is imported later is compared, too.
       *[other] From that day on { $count } entries are held back and wait for review:
    }
law-confirm-how = If that is right, press Note it. Until then nothing changes.
law-confirm = Note it
law-noted =
    { $count ->
        [0] Noted. No entry is held back.
       *[other] Noted. { $count } entries are held back from { $since }; on that day they wait at /bank.
    }

law-noted-now = Noted. { $count } entries are held back from this moment on; please review them at /bank
law-long-past = { $since } is more than a year ago. If the year is a slip, press “Write the day again”.
law-long-past-sure = That day is right
law-long-past-again = Write the day again

law-list = Changes of the law that were noted (newest first)
law-list-one = Change no. { $number }: { $told }
law-list-none = No change of the law was noted yet.
law-list-by = Noted by { $name } on { $day }
law-list-holds = It holds { $count } entries back:
law-list-will-hold = From that day on it holds { $count } entries back:
law-list-free = It holds nothing back.
law-list-over = The suspension is over.
law-list-withdrawn = Taken back.
law-list-withdraw = Take back change no. { $number }
law-list-older = Older ones
law-list-back = Back to the list
law-withdraw-ask =
    { $count ->
        [0] Take back change no. { $number }? Nothing is held because of it now.
       *[other] Take back change no. { $number }? { $count } entries will be in use as before, even those that nobody has looked at.
    }
law-withdraw-sure = Take it back
law-ended = The suspension is over.
law-over = { $count } reviews that waited because of it are closed, and the answers are in use as before.
law-over-nothing = There is nothing to do.
law-over-kept = The answers of { $count } entries that were edited and not decided are in use as before, too; what was written is kept in review no. { $numbers } and waits for you.
law-withdraw-not-yours = Only the ministry that noted this change, or one whose entries it holds back, can take it back.
law-withdrawn-by =
    { $count ->
        [0] { $name } has taken this back.
       *[other] { $name } has taken this back: it holds { $count } entries of your ministry back no more.
    }
law-withdraw = Take this back
law-withdrawn =
    { $count ->
        [0] Taken back. Nothing is held because of it any more.
       *[other] Taken back. { $count } entries are in use as before.
    }

## Telling again
retell-heading = The answer you were given { $day } has changed. It is now:
retell-gone = The answer you were given { $day } is not used any more:
retell-gone-next = If you still need it, write the question again.

## Caution
caution-is = { $ministry }: the bank answers when it is { $share } sure; one wrong answer counts as much as { $costs } questions that went to an officer needlessly.
caution-how = The more careful, the less the bank answers by itself and the more goes to officers. Press to change it; otherwise there is nothing to do.
caution-button =
    { $ministry ->
        [blank] { $costs } questions: from { $share }
       *[other] { $ministry }, { $costs } questions: from { $share }
    }
caution-done = Changed: the bank of { $ministry } answers when it is { $share } sure.
