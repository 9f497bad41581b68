# What is beyond somebody's authority: handing up, giving back, opinions.

card-returned = { $name } gives question { $code } back with advice; please answer its asker
card-to-pass-on = { $name } has written the answer to question { $code }; please send it to its asker
card-opinion = { $name } asks for your opinion about question { $code }
card-holder = Now with: { $holder }
card-bureau = { $bureau }, { $ministry }
card-give-back = Give back with advice
card-opinion-button = Ask for an opinion
thread-advice = Internal · { $name } gives it back with advice (not for the asker):
thread-opinion-asked = Internal · { $name } asks for an opinion (not for the asker):
thread-opinion = Internal · { $name } says (not for the asker):

escalate-to-lead = { $name }, lead of the province’s seconded officers

give-back-write = Please write your advice, by which { $name } can answer question { $code }. The asker does not see it; when you send it, the question goes back to { $name }.
give-back-done = Question { $code } went back to { $name } with your advice. It is still due { $due }.
give-back-nobody = No officer is on duty in the province to take question { $code } back. It stays with you, please answer it yourself; advice that you just wrote is kept and was sent to nobody.
give-back-rule = By a rule of the ministry its desk answers question { $code }, so it cannot be given back. Please answer it yourself.
through-done = Your answer to question { $code } went to { $name }, who sends it to the asker, as the ministry has laid down.

opinion-of-whom = Whose opinion about question { $code }? Tap, or type 1, 2… The question and its deadline stay with you.
opinion-of-nobody = There is nobody in the province and no desk of the ministry to ask about question { $code } now.
opinion-nobody-there = Nobody is there now. Please tap Ask for an opinion on question { $code } and choose somebody else.
opinion-write-what = What do you want to know from { $name } about question { $code }? Write it, or tap the button to send the question as it is. The asker does not see it.
opinion-ask-now = Send the question as it is
opinion-asked = { $name } was asked for an opinion about question { $code }. You get it at once when it is there. Your answer is still due { $due }.
opinion-asked-desk = { $name } was asked for an opinion about question { $code }, by { $until }. You get it at once when it is there. Your answer is still due { $due }.
opinion-was-asked = They have been asked about question { $code } already, and have not answered yet.
opinion-until = Your opinion is needed by { $until }.
opinion-inside = Internal: only those who work on the question read this, never its asker.
opinion-give = Give an opinion
opinion-write = Please write your opinion about question { $code }. The asker does not see it.
opinion-given = Your opinion about question { $code } went to { $names }. Thank you.
opinion-given-late = Question { $code } was answered before. Your opinion is kept and went to { $names } for information.
opinion-heading = { $name } ({ $unit }) on question { $code }
opinion-forward = Send it to the asker as it is
opinion-not-needed = Question { $code } has been answered; your opinion is not needed any more. Thank you.
opinion-recalled = The asker has withdrawn question { $code }; your opinion is not needed any more. Thank you.

answer-joint = With the opinion of: { $desks }
answer-copy = For your information; { $name } has received this answer.

invite-which-desk = At which desk is the expert to sit?

clock-part-heading = Deadline for the opinion of the desk that was asked
clock-part = (deadline for the opinion of the desk that was asked)

bureaus-button = The ministry’s bureaus
bureaus-title = { $ministry }: { $count } bureaus that take what is handed up
bureaus-line = { $name }: { $experts } experts, { $open } questions wait
bureaus-fields = Fields: { $fields }
bureaus-no-field = No field yet.
bureaus-more = and { $count } more
bureaus-none = No bureau yet: what is handed up goes to the ministry’s own desk. The operator puts them in with caunoi bureaus import.
bureaus-direct = What experts answer goes to the asker; the seconded officer gets a copy.
bureaus-through = What experts answer goes to the seconded officer, who passes it on to the asker.
bureaus-make-direct = Change: to the asker
bureaus-make-through = Change: through the officer

thread-for-asker = Internal · { $name } wrote this for the asker:
opinion-inside-how = Internal: the asker does not see it. A reply to this message goes on with whoever gave the opinion; to answer the asker, tap Answer.
opinion-text-kept = What you wrote is kept with the question and was sent to nobody.
opinion-unsent = Question { $code } now stands at “{ $stands }”, so no opinion is asked for any more. What you wrote is kept with it and was sent to nobody.
opinion-given-nobody = Your opinion is kept with question { $code }; whoever works on it will read it.
escalate-was-done-unsent = Question { $code } was handed up before; { $to } has it now. The reason that you wrote is kept with it and was sent to nobody.
owed-title = { $count } questions wait for your opinion. Tap or type a number to see one.
opinion-after-deadline = Note: the opinion may come later than your own deadline.
