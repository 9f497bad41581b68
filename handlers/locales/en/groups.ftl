# A province's group on Telegram: a topic for each question.
group-hello =
    Cầu Nối is in this group now. To have a topic here for each question of the province:
    1. Turn on “Topics” where the group is edited.
    2. Make Cầu Nối an administrator who may “Manage topics”.
    3. The seconded officer types /linkgroup; an admin of the ministry types /linkgroup and the province.
group-not-for-strangers = Cầu Nối works only in groups into which a seconded officer or an admin of the ministry invited it, and now leaves this one. To ask something, please write to Cầu Nối in private.
group-has-rights = Cầu Nối may manage topics now: new questions get topics of their own.
group-lacks-rights = Cầu Nối may not manage topics any more. New questions go to the general topic; to have topics again, make Cầu Nối an administrator who may “Manage topics”.
group-no-topic = No topic could be opened in this group, so the question is in the general topic. Please turn on “Topics”, make Cầu Nối an administrator who may “Manage topics”, and type /linkgroup again.
group-how = Whoever is responsible replies to this message to send the answer. Anything else in this topic is read in the group alone.
group-link-how = This command is typed in a group. Add Cầu Nối to the group of the province, turn on “Topics”, make Cầu Nối an administrator who may “Manage topics”, and type /linkgroup there (admins of the ministry add the province).
group-link-not-yours = Only a seconded officer of the province or an admin of the ministry can do this.
group-link-which = Please add the province, for example: /linkgroup Lạng Sơn
group-link-no-topics = “Topics” are not turned on in this group. Please turn them on where the group is edited, and type /linkgroup again.
group-link-no-rights = Cầu Nối may not open topics yet. Please make it an administrator who may “Manage topics”, and type /linkgroup again.
group-linked =
    This group is linked to { $province } – { $ministry }. From now on each new question of the province has a topic here, and goes to the officers in private as before.
    Everybody in the group can read the questions, so invite only those responsible. To end it: /unlinkgroup
group-linked-elsewhere = Questions of { $province } are talked over in the group “{ $title }” from now on, and here no more.
group-not-linked = This group is linked to no province.
group-unlinked = The group is unlinked. From now on questions go to the officers in private alone.
group-lost = Cầu Nối is not in the group “{ $title }” any more, so questions of { $province } come to you in private alone. To use it again, add Cầu Nối to the group and type /linkgroup there.
group-which = Send this to whoever asked { $code }?
group-send-answer = Send as the answer
group-ask-back = Ask back
group-only-talk = Only talk among us
group-talk-on = All right. Cầu Nối will not ask for an hour.
group-not-sent = This was not sent to whoever asked: only those who may answer the question can do that here.
group-escalated = { $name } has handed question { $code } up to { $to }.
group-handed = Question { $code } is with { $name } now.
