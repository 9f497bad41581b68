# People: greeting, invite codes, enrolment, my own information. Each message says what happens next.

## Roles, channels
people-role-cadre = local cadre
people-role-cadre-commune = commune cadre
people-role-cadre-department = department cadre
people-role-officer = seconded officer
people-role-expert = ministry expert
people-role-leader = ministry leader
people-role-admin = ministry admin
people-channel-web = Cầu Nối web chat

## Greeting
people-hello = Welcome.
people-hello-name = Welcome, { $name }.
people-hello-seat = You are { $role } – { $unit }.
people-hello-newcomer =
    Welcome to Cầu Nối: cadres of communes and departments ask, the ministry's seconded officer answers, with the legal basis and by a deadline.

    You can type a question right away; what is in the bank of answers is answered at once. To send questions to the officer, register your unit or type an invite code.
people-hello-invite-only =
    Welcome to Cầu Nối: cadres of communes and departments ask, the ministry's seconded officer answers, with the legal basis and by a deadline.

    You can type a question right away; what is in the bank of answers is answered at once. To send questions to the officer you need an invite code: ask your province's seconded officer or the ministry's admin for one, then type it here.
people-hello-waiting =
    Welcome. Your request for { $unit } is waiting for approval; you will be told here.
    Meanwhile you can type questions to search the bank of answers.
people-button-have-code = I have an invite code
people-code-ask = Type the invite code here (12 letters and digits such as K7Q2-9XMD-4TRP, with or without hyphens).
people-next-cadre = Just type your question, or send a photo, a file or a voice note. Your questions: /questions
people-next-officer = Questions waiting for you, by deadline: /queue
people-next-expert = Questions escalated to the ministry: /queue · Review of the bank: /bank
people-next-leader = Overdue questions: /queue · Figures by province: /stats
people-next-admin = Figures: /stats · Send guidance: /broadcast · Invite people: /invite · Review of the bank: /bank

## Redeeming a code
people-code-wrong = This code is wrong or has expired. Check each character, or ask whoever sent it for a new one.
people-code-too-often = Too many wrong codes. Try again in an hour; meanwhile you can type questions to search the bank of answers.
people-code-yours = You are { $role } – { $unit } already and do not need this code. No use of it was counted. See /me
people-code-noted = You were { $role } – { $unit } before; the list now says so, and this code is used up. See /me
people-roster-name = Your name as on the list: { $name }.
people-roster-phone = Your telephone number as on the list: { $phone }.
people-roster-mend = If that is not right, please correct it at /me
people-welcome-cadre =
    Done. You are { $role } – { $unit }.
    Just type your questions, or send a photo, a file or a voice note. What the bank of answers does not know goes to the seconded officer, with a code and a deadline.
people-welcome-officer =
    Done. You are seconded officer – { $unit }.
    New questions arrive here; answer by replying to the question's card. By deadline: /queue · Absence and deputy: /duty
people-welcome-expert =
    Done. You are expert – { $unit }.
    Questions beyond the officers' authority arrive here. By deadline: /queue
    New entries and changes of the law wait for your review: /bank
people-welcome-leader =
    Done. You are leader – { $unit }.
    Overdue questions: /queue · Figures by province, most overdue first: /stats
people-welcome-admin =
    Done. You are admin – { $unit }.
    Invite people: /invite · Send guidance: /broadcast · Figures: /stats · Review of the bank: /bank
people-welcome-later = The code is taken. You will be { $role } – { $unit } from { $day }. Until then you can search the bank of answers.
people-until = The seat lasts until { $day }.

## Name
people-name-ask = What is your full name? (For example: Nông Thị Lan)
people-name-bad = That could not be read as a name. Type your full name only, in letters, at most 64 characters (for example: Nông Thị Lan).
people-name-taken = Your name is now { $name }. Type a question, or see /me

## Me
people-me-heading = About you
people-me-name = Name: { $name }
people-me-no-name = (none yet)
people-me-channel = Channel in use: { $channel }
people-me-no-seat = You hold no valid seat; you can still search the bank of answers.
people-seat-valid = { $role } – { $unit }, since { $since }.
people-seat-asked = { $role } – { $unit }: waiting for approval.
people-seat-refused = { $role } – { $unit }: not approved.
people-seat-ended = { $role } – { $unit }: ended.
people-button-rename = Change my name
people-button-language = Ngôn ngữ / Language
people-button-unit = Register or change unit
people-language-own-name = English
people-language-which = Anh/chị muốn dùng ngôn ngữ nào? Choose a language:
people-language-taken = Cầu Nối speaks English to you from now on. Type a question, or see /help

## Data
people-data-heading = What Cầu Nối keeps about you
people-data-accounts = Accounts on: { $channels }
people-data-phone = Phone number: { $phone }
people-data-no-phone = Phone number: not kept
people-data-questions = Questions typed: { $count } (with their messages and the files you sent)
people-data-erasure = To change your name: /me. To have data erased, tell the operator of Cầu Nối; it is done on the server and cannot be done in the chat yet.
people-data-erasure-by = To change your name: /me. To have data erased, tell { $names }, who will pass it to the operator; it is done on the server and cannot be done in the chat yet.

## Is it genuine?
people-check-ask = Type the code printed at the end of the message (8 characters).
people-check-not-found = No message with this code was found. Check the code; if it is still not found, do not act on that message and ask your province's seconded officer.
people-check-too-often = Too many wrong codes were checked. Try again in an hour.
people-check-genuine = This message is genuine: sent by { $ministry } ({ $role }) through Cầu Nối on { $day }.
people-check-first-line = First line: “{ $line }”. If what you received differs, ask the seconded officer.

## Help
people-help-heading = What Cầu Nối does for you
people-help-newcomer = Type a question to search the bank of answers. To ask the seconded officer, type /start and register your unit, or type an invite code.
people-help-invite-only = Type a question to search the bank of answers. To ask the seconded officer, get an invite code from your province's officer or the ministry's admin and type it here.
people-help-cadre = Type a question, or send a photo, a file or a voice note. What is known is answered at once; the rest goes to the seconded officer, with a code and a deadline. Buttons can be typed too: their number or their label.
people-help-officer = Answer by replying to a question's card, or use its buttons; suggestions, snippets, reminders and notes are behind More. A question of another field: tap More, then Wrong field. When you are away, say so in /duty so that somebody takes the questions.
people-help-expert = Escalated questions arrive here by deadline; answer by replying to a question's card. Approve and edit entries of the bank, note changes of the law: /bank
people-help-leader = See which questions are overdue and with whom, and the figures by province, the most overdue first.
people-help-admin = Invite people, send guidance, see the figures, lay down the deadline; see what each officer holds, and for which fields: /officers. You are told at once about questions for which nobody is on duty. Approve and edit entries of the bank, note changes of the law: /bank
people-command-questions = my questions
people-command-search = search the bank of answers
people-command-recall = Withdraw a message (as a reply to it)
people-command-queue = waiting questions, by deadline
people-command-duty = duty, absence, deputy
people-command-digest = morning and evening digests: on, off
people-command-overdue = what is overdue in your ministry
people-command-stats = figures
people-command-broadcast = send guidance
people-command-invite = invite by code
people-command-deadline = the ministry's deadline for answers
people-command-calendar = working calendar, days off, days made up
people-command-why = how a deadline came about (with its code)
people-command-officers = seconded officers by province
people-command-check = is this message genuine?
people-command-me = about me
people-command-help = help
people-command-language = ngôn ngữ / language
people-command-mydata = what is kept about me

## Enrolment
people-enrol = Register my unit
enrol-button-change = Change unit
enrol-button-department = I work in a department
enrol-button-other-province = Another province
enrol-button-yes = Yes
enrol-button-again = Type again
enrol-button-later = Not now
enrol-button-approve = Approve
enrol-button-refuse = Refuse
enrol-button-send-question = Send this question
enrol-which-province = In which province or city do you work? Type its name, diacritics are not needed. You may type the unit too, for example: chu se gia lai
enrol-which-unit = In which commune-level unit of { $province } do you work? Type the name of the xã, phường or đặc khu; diacritics are not needed.
enrol-which-department = In which department do you work?
enrol-department-of-which-province = Of which province is your department? Type the province, then press “I work in a department”.
enrol-which-of-these = Which one do you mean? Press to choose; if it is not here, type a fuller name.
enrol-not-found = No unit with such a name was found. Type it again, for example: xa chu se, gia lai. If you meant to ask something, press “Not now” and type your question.
enrol-is-it = { $unit } – is that right?
enrol-waits = Your request for { $unit } was sent and is waiting for approval; you will be told here.
enrol-is-yours = You hold a seat at { $unit } already. Just type your question; about you: /me
enrol-too-often = You sent many requests today. Try again tomorrow; if it is urgent, ask your province's officer for an invite code.
enrol-left-for-later = All right. Type your question; to register, type /start
enrol-submitted =
    Your request for { $unit } was sent to { $names }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }. You will be told here as soon as it is approved.
    Meanwhile you can type questions to search the bank of answers.
enrol-submitted-to-nobody = Your request for { $unit } is noted. Nobody can approve it for this unit at present; it will be passed on as soon as somebody can. If you have an invite code, type it here.
enrol-card-heading = Request to use Cầu Nối
enrol-card-who = { $name } (as stated) – { $unit }
enrol-card-channel = Channel: { $channel }
enrol-card-now = At present: { $unit }
enrol-card-hint = Make sure who it is before you approve: whoever is let in sees the questions of the unit.
enrol-request-not-found = This request was not found. Requests that wait for you come as cards with buttons.
enrol-approved = Approved: { $name } – { $unit }. They have been told.
enrol-refused = Refused: { $name } – { $unit }. They have been told.
enrol-approved-by = { $by } approved { $name } – { $unit } before; nothing is left to do.
enrol-refused-by = { $by } refused { $name } – { $unit } before; nothing is left to do.
enrol-you-decided = You have decided about { $name } – { $unit } already; nothing is left to do.
enrol-withdrawn = { $name } withdrew the request for { $unit }; nothing is left to do.
enrol-you-are-approved = { $name } approved your request.
enrol-you-are-refused = { $name } did not approve your request for { $unit }. If it was the wrong unit, register again; if it was right, contact your province's seconded officer.
enrol-left = Your earlier seat at { $unit } has ended.
enrol-leaves = Your seat at { $unit } ends after { $day }.
enrol-earlier-question =
    Earlier you asked:
    “{ $text }”
    Send it to the seconded officer?
enrol-earlier-questions = You asked { $count } questions earlier, and they are kept. Tap or type the number of the one to be sent to the seconded officer:
enrol-earlier-more = { $more } older ones are kept: send these, then type /start to see them.

## Inviting others
invite-whom = Whom do you want to invite?
invite-which-province = A seconded officer for which province or city? Type its name; diacritics are not needed.
invite-which-commune = A cadre of which commune-level unit? Type its name; diacritics are not needed (you may add the province).
invite-unit-not-found = No unit with such a name was found within your reach. Type it again, or type /invite to choose anew.
invite-how-long = { $unit }: seconded for how long?
invite-term-3 = 3 months
invite-term-6 = 6 months
invite-term-12 = 12 months
invite-term-open = No end yet
invite-made = Made a one-time code for { $role } – { $unit }, usable for { $days } days. Pass the message below to the person you invite; the code is shown only once.
invite-letter = { $name } invites you to Cầu Nối as { $role } – { $unit }. Invite code:
invite-letter-no-name = You are invited to Cầu Nối as { $role } – { $unit }. Invite code:
invite-letter-how = Open Cầu Nối and type this code into the chat (or type /start { $code }).
invite-not-allowed = You may not invite into this unit. A seconded officer invites cadres of communes and departments of his province; a ministry's admin invites the ministry's people.
invite-too-many = You made very many codes today. Go on tomorrow.
invite-no-unit = There is no such unit. Check its code or name.
invite-no-ministry = There is no such ministry. Use its code, for example MOIT.
invite-other-ministry = This unit belongs to another ministry than the one given.
invite-officer-needs-province = A seconded officer needs a province or city as unit.
invite-officer-needs-ministry = A seconded officer needs the ministry that sends him.
invite-needs-ministry-unit = This role needs a ministry as unit.
invite-cadre-needs-local-unit = A local cadre needs a commune, a province or a department as unit.
invite-bad-dates = The seat's last day must come after its first and not be over.
invite-bad-uses = The number of uses must be 1 to 1,000.
invite-bad-days = The number of days must be 1 to 365.

dialog-left = What you were typing was left. To go on with it, press the button above again.
people-command-link-group = Link this group to a province (officers, admins)
people-command-unlink-group = Unlink this group
people-button-phone = Phone number
people-button-phone-share = Send my number
people-button-phone-forget = Delete my phone number
people-phone-ask = Please type your phone number, or press the button that sends it if there is one. Only the seconded officers of your province and the admins of the ministry can see it.
people-phone-kept = Number kept: { $phone }
people-phone-not-own = That is not your own number. Please send only your own.
people-phone-bad = That could not be read as a phone number. Please type it like 0912 345 678.
people-phone-taken = Your phone number { $phone } is kept. To change or delete it: /me
people-phone-forgotten = Your phone number is deleted.
people-phone-of = { $name } has just sent this phone number: { $phone }

## Several channels
people-command-link = link another channel (Telegram, Zalo, web chat)
people-command-logout = log out on all other devices
link-code = Your code to link a channel, for one use within { $minutes } minutes:
link-how = Go to the other channel (Telegram, Zalo or the web chat) and type: /link { $code }
link-how-web = Or open the web chat by this link: { $link }
link-how-telegram = Or open Telegram by this link and press “Start”: { $link }
link-warning = Use the code and the link only in an account of your own. Whoever uses them can see and answer all that is yours: send them to nobody.
link-wrong = This code is wrong, used or too old. Type /link on the channel that you use to get a new one, then type that here.
link-too-often = Too many wrong codes were typed. Please try again in an hour, with a new code.
link-same-channel = This code is to be typed on another channel: open that one (Telegram, Zalo or the web chat) and type it there.
link-yours = This channel is yours already; there is nothing to link. Your channels: /me
link-two-people = This account has a seat or questions of its own and cannot become somebody else's. If both are yours: type /link here to get a code, and type that in the account that is not used yet. If both are used, keep one and tell the ministry's admin.
link-spoilt = Your code was typed in a group and is void. Type /link to get a new one, and type it only in a private chat with Cầu Nối.
link-done = Linked: here you are { $name } too, as on { $channel }. To choose where notices go, or to unlink: /me
link-told = { $channel } has just been linked to your account. If it was not you, unlink it at once.
link-undo = Unlink { $channel }
channels-heading = Your channels
channels-note-here = in use
channels-note-first = notices go here first
channels-note-unreachable = cannot be reached now
channels-order = What is new goes to the channel that you chose; if that fails, to the next one.
channels-order-last = What is new goes to the channel that you used last; if that fails, to the next one.
channels-how-more = Link another channel so that you miss nothing: /link
channels-here = Notices on { $channel }
channels-where-last = Notices where I was last
channels-unlink = Unlink { $channel }
channels-unlinked = { $channel } is unlinked. What is new goes to your other channels; see: /me
channels-last = This is your only channel and cannot be unlinked: nobody could reach you any more. Link another one first: /link
channels-not-yours = This channel is not yours any more; there is nothing to do. Your channels: /me
channels-log-out = Log out everywhere
channels-log-out-ask = Log out everywhere: only { $here }, in use here, is kept. All other pages of the web chat close at once{ $count ->
    [0] .
   *[other] , and these channels are unlinked: { $others }.
} Go on?
channels-log-out-now = Log out
channels-log-out-not = Not now
channels-stayed = Nobody was logged out, and your channels are as they were. Your channels: /me
channels-logged-out = All other devices are logged out{ $count ->
    [0] .
    [one] {" "}and one channel unlinked. To link again: /link
   *[other] {" "}and { $count } channels unlinked. To link again: /link
}
people-button-channels = Where notices go

## Channels with notices alone
screen-answer = You have a new answer in Cầu Nối.
screen-question = You have a new question in Cầu Nối.
screen-broadcast = There is new guidance for you in Cầu Nối.
screen-message = You have a new message in Cầu Nối.
screen-open = To read it, open:
screen-how = The link works once, within { $minutes } minutes; pass it to nobody. If it is too old, send any word here to get a new one. Please read and write there, not here.
screen-entered = A device has just opened your web chat by the link that was sent here. If it was not you, type at once: /logout
screen-logged-out = All other devices are logged out. Send any word here to get a link to the web chat.
show-given-up = Stopped; nothing was sent.
