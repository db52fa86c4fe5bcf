### What people say of the service: numbers, complaints.

quality-title = Feedback
quality-command-complaint = new complaint
quality-command-opinion = satisfaction
quality-days =
    { $n ->
        [one] Since yesterday
       *[other] Last { $n } days
    }
quality-satisfaction = Satisfaction
quality-mean = { $mean } of 5
quality-no-answers = no answers
quality-companies = Satisfaction, companies
quality-bodies = Satisfaction, public bodies
quality-mean-of =
    { $n ->
        [one] { $mean }, { $n } answer
       *[other] { $mean }, { $n } answers
    }
opinion-whose = Who answers?
quality-answers = Answers
quality-of = { $n } of { $of }, { $percent } per cent
quality-owed = Open complaints
quality-owed-late =
    { $late ->
        [0] { $n }
       *[other] { $n }, { $late } late
    }
quality-answered = Complaints answered
quality-answered-in =
    { $days ->
        [one] { $n }, in { $days } day on average
       *[other] { $n }, in { $days } days on average
    }
complaints-none = No complaints.
complaints-of-coordination = Coordination reads the complaints. { $key } writes one down.
complaints-column-number = Number
complaints-column-state = State
complaints-column-due = Due
complaints-column-who = Who
complaints-due = by { $day }
complaints-late = was due { $day }
complaints-nobody = no name
complaint-title = Complaint { $number }
complaint-new = New complaint
complaint-new-of = Complaint of { $who }
complaint-text = What is said
complaint-who = Who complains, if told
complaint-customer = As
complaint-empty = Write what was said.
complaint-answer-empty = Write the answer.
complaint-received = Received on
complaint-owner = Answers
complaint-due = Due by
complaint-answered = Answered on
complaint-answer-text = The answer
complaint-take = Look into it
complaint-answer = Write the answer
complaint-close = Close the complaint
complaint-person = Open the person's record
complaint-settled = The complaint is closed.
complaint-opened = Complaint { $number } written down: answer due by { $day }.
complaint-moved = Complaint updated.
