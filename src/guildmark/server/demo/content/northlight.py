"""Northlight Digital Skills: data, security, accessibility."""

# ruff: noqa: E501  # sentences are easier to read and to translate in one piece
from __future__ import annotations

from guildmark.server.demo.content.building import (
    QUALITY,
    badge,
    criterion,
    question,
    requirement,
)
from guildmark.server.demo.content.model import (
    DemoDefinition,
    Sample,
    SampleArtefact,
    SampleMark,
)
from guildmark.server.demo.content.skills import align_element, align_esco, align_occupation

CLEANING = DemoDefinition(
    key="cleaning",
    provider="northlight",
    definition={
        "title": "Clean a messy data table",
        "summary": "Turn a real, messy table into one that others can trust, with every change on record.",
        "description": (
            "Half of every analysis is cleaning. Holders took a table from their own work, described what "
            "was wrong, repaired it without losing anything silently, and left a record that lets someone "
            "else repeat it."
        ),
        "language": "en",
        "competency": {
            "statement": "Cleans a table of at least 200 rows so that its purpose is served and each change can be traced.",
            "key_method": "Profile, write rules, change a copy, count before and after, log each rule with its effect.",
        },
        "overview_questions": [
            question(
                "purpose", "What is the table for, and which faults mattered for that purpose?", 200
            ),
            question(
                "doubtful", "Which change were you least sure of, and how did you decide?", 200
            ),
        ],
        "criteria": [
            criterion(
                "profile",
                "Profile",
                "Finds what is wrong before changing anything.",
                "Starts to correct what catches the eye.",
                "Looks at single columns; relations between columns are not checked.",
                "Counts missing, doubled, impossible and inconsistent values, with examples.",
                "Also traces a fault to where it arises.",
            ),
            criterion(
                "repair",
                "Repair",
                "Changes by rule, on a copy, without silent loss.",
                "Edits cells by hand in the only copy.",
                "Uses rules for some; rows vanish without a count.",
                "Every change follows a written rule; rows in and out are counted.",
                "Also keeps what could not be decided, marked, for its owner to decide.",
            ),
            criterion(
                "document",
                "Document",
                "Leaves a log with which another person gets the same result.",
                "No log.",
                "A list of what was done, not in order or without counts.",
                "A log in order with rule, reason and number of rows; repeatable.",
                "Also a check that fails loudly when the same faults come back.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "table",
                "Before and after",
                "Two files, or one with both; personal data removed or invented.",
                minimum=1,
            ),
            requirement(
                "log",
                "Change log",
                "Rules in order, with counts.",
                kinds=("file", "link"),
                authenticity="live_questions",
            ),
        ],
        "alignments": [
            align_esco("cleansing", "The task that is demonstrated.", level=4),
            align_esco("data-quality", "Profiling comes before repair.", level=4),
            align_esco("spreadsheets", "A spreadsheet is enough for this.", level=3),
            align_occupation(
                "43-9111.00", "Checking and correcting data is core work of this occupation."
            ),
        ],
        "outcomes": [
            "Profile a table.",
            "Repair it by rule without silent loss.",
            "Document so that it can be repeated.",
        ],
        "learner_identification": "account",
        "workload_hours": 20,
        "ects_credits": 1,
        "eqf_level": 4,
        "level_note": "",
        "assessment_type": "project",
        "participation": "online",
        "quality_assurance": QUALITY["northlight"],
        "awarding_bodies": ["Northlight Digital Skills"],
        "prerequisites": "None. Any tool may be used.",
        "supervision": "unsupervised",
        "stackability": "stackable",
        "validity_months": None,
        "badge": badge("tile", "ocean", "drop", "Clean data", "Northlight"),
    },
    sample=Sample(
        things=(
            "the supplier list",
            "the training register",
            "the spare parts list",
            "the visitor book",
        ),
        answers={
            "purpose": (
                "{thing} of {workplace} is used to send yearly letters. Doubled rows and old addresses "
                "cost money and trust; a missing phone number does not matter for letters."
            ),
            "doubtful": (
                "Two rows had one address and almost the same name. I did not merge them but marked both "
                "“same?” for the office, because they could be mother and daughter."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="table",
                name="After cleaning, extract",
                description="First rows, invented names.",
                file="after.csv",
                body=(
                    "id;name;town;postcode;checked;note",
                    "1;Sample One;Tartu;50{number};yes;",
                    "2;Sample Two;Tartu;50{number};yes;same as 3?",
                    "3;Sample Too;Tartu;50{number};yes;same as 2?",
                    "4;Sample Four;Narva;20304;yes;postcode completed from town",
                ),
                visibility="public",
                owner_note="Names invented; structure used with permission of {workplace}.",
            ),
            SampleArtefact(
                requirement="log",
                name="Change log",
                description="Nine rules with counts.",
                file="log.txt",
                body=(
                    "Change log for {thing} - {name}",
                    "rows in: 412",
                    "R1 trim spaces                       changed 96",
                    "R2 town names to one spelling        changed 41",
                    "R3 exact doubles                     removed 17 (kept in doubles.csv)",
                    "R4 postcode from town where missing  filled 23",
                    "R5 near doubles                      marked 6, not merged",
                    "rows out: 395 = 412 - 17",
                    "check: count of empty towns must be 0",
                ),
                visibility="on_request",
            ),
        ),
        passed=(
            SampleMark(
                criterion="profile",
                level=3,
                comment="Faults weighed by purpose, with counts.",
                rests_on="Answer 1; log",
            ),
            SampleMark(
                criterion="repair",
                level=4,
                comment="Near doubles marked, not merged: right.",
                rests_on="Log, R5",
            ),
            SampleMark(
                criterion="document",
                level=4,
                comment="Counts add up and there is a check at the end.",
                rests_on="Log, last lines",
            ),
        ),
        returned=(
            SampleMark(
                criterion="document",
                level=2,
                comment="412 rows in, 395 out: where are the 17?",
                rests_on="Log",
            ),
        ),
        feedback_passed="I could repeat this tomorrow. Thank you.",
        feedback_returned="Account for the removed rows and resubmit.",
        reflection="I deleted less than I wanted to.",
        ai_use="Asked an assistant for a formula; I tested it on ten rows and say where it is used.",
    ),
)

SQL_QUESTION = DemoDefinition(
    key="sql-question",
    provider="northlight",
    definition={
        "title": "Answer a business question with SQL",
        "summary": "From a vague question to a checked number and one honest chart.",
        "description": (
            "Somebody asks “are we getting slower?” Holders have turned such a question into a query, "
            "checked the number in a second way, and answered in a sentence and a chart, limits included."
        ),
        "language": "en",
        "competency": {
            "statement": "Answers a question from work with SQL over at least two joined tables and checks the answer.",
            "key_method": "Restate, sketch the result table, query in steps, check totals a second way, answer in one sentence.",
        },
        "overview_questions": [
            question("question", "What was asked, by whom, and how did you restate it?", 200),
            question(
                "check", "How did you check the number, and what would have made it wrong?", 200
            ),
        ],
        "criteria": [
            criterion(
                "restate",
                "Restate",
                "Turns the question into one that data can answer.",
                "Queries what is easy.",
                "Restates, but leaves period, unit or population open.",
                "Population, period, unit and comparison are stated and agreed.",
                "Also says what the data cannot answer.",
            ),
            criterion(
                "query",
                "Query",
                "Writes a correct, readable query.",
                "Query fails or counts rows twice.",
                "Right result, but joins or filters cannot be followed.",
                "Right joins and filters, named steps, missing values handled on purpose.",
                "Also runs in a reasonable time and shows why.",
            ),
            criterion(
                "check",
                "Check",
                "Shows that the number is right.",
                "No check.",
                "Looks plausible.",
                "Total reached in a second way, or a known case recomputed by hand.",
                "Also an automatic check that stays with the query.",
            ),
            criterion(
                "answer",
                "Answer",
                "Answers in words and one chart without misleading.",
                "A table without an answer.",
                "An answer without its uncertainty or its comparison.",
                "One sentence, one chart with axes from a sensible origin, limits said.",
                "Also says which decision it supports and which it does not.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "query",
                "The query",
                "With comments; credentials removed.",
                kinds=("file", "link"),
                authenticity="live_questions",
            ),
            requirement("answer", "The answer", "One page with one chart."),
        ],
        "alignments": [
            align_esco("sql", "The language used.", level=4),
            align_esco("query-languages", "Two tables are joined and filtered.", level=4),
            align_esco("data-analysis", "A question is answered from data.", level=4),
            align_esco("visual-data", "One honest chart.", level=3),
            align_occupation(
                "15-2051.01", "Answering questions from business data is this occupation."
            ),
        ],
        "outcomes": [
            "Restate a question so that data can answer it.",
            "Write a correct and readable query.",
            "Check a result in a second way.",
            "Answer with a sentence and a chart.",
        ],
        "learner_identification": "account",
        "workload_hours": 45,
        "ects_credits": 2,
        "eqf_level": 5,
        "level_note": "",
        "assessment_type": "project",
        "participation": "online",
        "quality_assurance": QUALITY["northlight"],
        "awarding_bodies": ["Northlight Digital Skills"],
        "prerequisites": "“Clean a messy data table”, or the same shown otherwise.",
        "supervision": "supervised_online",
        "stackability": "stackable",
        "validity_months": None,
        "badge": badge("tile", "ocean", "chart", "SQL answer", "Northlight"),
    },
    sample=Sample(
        things=("late deliveries", "returned orders", "waiting times", "spare part use"),
        answers={
            "question": (
                "The head of service at {workplace} asked whether {thing} had become worse. I restated: "
                "share per month, orders of the last 24 months, our own site only, against the same month "
                "a year before."
            ),
            "check": (
                "I recomputed March by hand from the export: 41 of 512, the query says 41. Orders without a "
                "date are 1.8 per cent; I left them out and say so, because they would lower the share."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="query",
                name="Query",
                description="Three named steps.",
                file="query.txt",
                body=(
                    "-- share of {thing} per month, {workplace}, by {name}",
                    "WITH orders_in AS (",
                    "  SELECT id, ordered_on, due_on, done_on FROM orders",
                    "  WHERE site = 'own' AND done_on IS NOT NULL   -- 1.8 % left out, see answer",
                    "), per_month AS (",
                    "  SELECT date_trunc('month', ordered_on) AS month,",
                    "         count(*) AS all_orders,",
                    "         count(*) FILTER (WHERE done_on > due_on) AS late",
                    "  FROM orders_in GROUP BY 1",
                    ")",
                    "SELECT month, late, all_orders, round(100.0 * late / all_orders, 1) AS share FROM per_month ORDER BY month;",
                ),
                visibility="public",
                owner_note="My own query; table names allowed by {workplace}.",
            ),
            SampleArtefact(
                requirement="answer",
                name="Answer with chart",
                description="One page.",
                file="answer.png",
                body=("chart",),
                visibility="on_request",
            ),
        ),
        passed=(
            SampleMark(
                criterion="restate",
                level=3,
                comment="Population, period and comparison are clear.",
                rests_on="Answer 1",
            ),
            SampleMark(
                criterion="query",
                level=3,
                comment="Readable steps; missing dates handled on purpose.",
                rests_on="Query",
            ),
            SampleMark(
                criterion="check",
                level=3,
                comment="One month recomputed by hand.",
                rests_on="Answer 2",
            ),
            SampleMark(
                criterion="answer",
                level=3,
                comment="Axis from zero, limits said.",
                rests_on="Chart",
            ),
        ),
        returned=(
            SampleMark(
                criterion="check",
                level=2,
                comment="“Looks right” is not a check. Recompute one month another way.",
                rests_on="Answer 2",
            ),
        ),
        feedback_passed="A number with a pedigree.",
        feedback_returned="Add one independent check and resubmit.",
        reflection="My first join counted split orders twice.",
        ai_use="Used an assistant to explain an error message.",
    ),
)

PHISHING = DemoDefinition(
    key="phishing",
    provider="northlight",
    definition={
        "title": "Recognise and report a phishing attempt",
        "summary": "See the signs, do not click, report so that others are warned within the hour.",
        "description": "Five hours for everyone with an inbox: signs, safe checks, and a report that helps.",
        "language": "en",
        "competency": {
            "statement": "Recognises phishing in real messages and reports it so that others are protected.",
            "key_method": "Stop, look at sender and address, ask by another way, report with the headers, do not delete.",
        },
        "overview_questions": [
            question("signs", "Which signs did you see, and which one decided?", 150),
            question("click", "What do you do when you have already clicked?", 150),
        ],
        "criteria": [
            criterion(
                "recognise",
                "Recognise",
                "Tells real from false by signs that hold.",
                "Judges by spelling mistakes.",
                "Names signs, but relies on one that is easy to fake, such as the sender's name.",
                "Names at least three signs and decides by the address behind the link or another channel.",
                "Also recognises an attempt without link, such as a call-back or a changed bank account.",
            ),
            criterion(
                "check",
                "Check safely",
                "Checks without opening what might harm.",
                "Opens the attachment to see.",
                "Hovers over the link, then opens it.",
                "Checks without opening, or asks the supposed sender by a known number.",
                "Also keeps the message intact for those who investigate.",
            ),
            criterion(
                "report",
                "Report",
                "Reports soon and usefully.",
                "Deletes it.",
                "Reports after a day, or without the message.",
                "Reports within the hour with the original message attached.",
                "Also warns the people most likely to get the same.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "report", "Your report", "The report you sent or would send on the sample message."
            ),
        ],
        "alignments": [
            align_esco("threats", "Phishing is the commonest threat.", level=3),
            align_esco("digital-security", "Reporting is a security measure.", level=3),
            align_occupation("15-1212.00", "This occupation depends on such reports."),
        ],
        "outcomes": [
            "Recognise phishing by signs that hold.",
            "Check safely.",
            "Report within the hour.",
        ],
        "learner_identification": "account",
        "workload_hours": 5,
        "ects_credits": None,
        "eqf_level": 2,
        "level_note": "",
        "assessment_type": "simulation",
        "participation": "online",
        "quality_assurance": QUALITY["northlight"],
        "awarding_bodies": ["Northlight Digital Skills"],
        "prerequisites": "None.",
        "supervision": "unsupervised",
        "stackability": "standalone",
        "validity_months": 12,
        "badge": badge("tile", "ocean", "shield", "Phishing", "Northlight"),
    },
    sample=Sample(
        things=(
            "a parcel message",
            "an invoice with a new account",
            "a password warning",
            "a payroll form",
        ),
        answers={
            "signs": (
                "It was {thing}. Signs: hurry, a greeting without my name, and a link to a domain that only "
                "looks like ours. The link decided; I read it without opening it."
            ),
            "click": "I say so at once, change the password from another device, and keep the message.",
        },
        evidence=(
            SampleArtefact(
                requirement="report",
                name="Report to the help desk",
                description="Sent within 20 minutes.",
                file="report.txt",
                body=(
                    "To: help desk   From: {name}, {workplace}",
                    "Subject: suspected phishing, {thing}",
                    "",
                    "Received 09:12, reported 09:30, not opened. Original attached as a file.",
                    "Link goes to secure-login.example.invalid, not to our domain.",
                    "Five colleagues in my team had the same; I have told them.",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="recognise",
                level=3,
                comment="You decided by the address, not by the tone.",
                rests_on="Answer 1",
            ),
            SampleMark(
                criterion="check", level=3, comment="Not opened, original kept.", rests_on="Report"
            ),
            SampleMark(
                criterion="report",
                level=4,
                comment="Colleagues warned too.",
                rests_on="Report, last line",
            ),
        ),
        returned=(
            SampleMark(
                criterion="report",
                level=2,
                comment="The message itself is missing; without it nobody can block the sender.",
                rests_on="Report",
            ),
        ),
        feedback_passed="Eighteen minutes. Very good.",
        feedback_returned="Report again with the original message attached.",
        reflection="I nearly deleted it.",
        ai_use="None.",
    ),
)

ACCESSIBLE_PAGE = DemoDefinition(
    key="accessible-page",
    provider="northlight",
    definition={
        "title": "Make a web page usable for everyone",
        "summary": "Find and repair what keeps people out of a page, and show that it worked.",
        "description": (
            "Holders took one page of a real site, found what keeps people out (keyboard, screen reader, "
            "low vision, small screen), repaired it, and showed the difference."
        ),
        "language": "en",
        "competency": {
            "statement": "Finds and repairs accessibility barriers of one web page against WCAG 2.2 AA.",
            "key_method": "Walk it by keyboard, listen to it, zoom to 400 %, run a checker last, repair, walk it again.",
        },
        "overview_questions": [
            question("barrier", "Which barrier mattered most, and to whom?", 200),
            question("missed", "What did the automatic checker not find?", 200),
        ],
        "criteria": [
            criterion(
                "find",
                "Find barriers",
                "Finds barriers by using the page as different people do.",
                "Runs a checker and copies its list.",
                "Adds a keyboard walk; screen reader or zoom is missing.",
                "Keyboard, screen reader and zoom walked; each barrier with its success criterion.",
                "Also with a person who depends on it.",
            ),
            criterion(
                "repair",
                "Repair",
                "Repairs with plain, sound HTML first.",
                "Adds an overlay script.",
                "Adds ARIA where an element would do.",
                "Uses the right elements; ARIA only where none exists; nothing else breaks.",
                "Also repairs the component, so that every page gains.",
            ),
            criterion(
                "show",
                "Show",
                "Shows before and after so that others can check.",
                "Says that it is fixed.",
                "Shows after only.",
                "Before and after for each barrier, with how to repeat the test.",
                "Also an automatic test that would catch a return.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "report",
                "Barrier report",
                "Barriers with success criterion, before and after.",
                authenticity="live_questions",
            ),
            requirement(
                "page", "The page", "A link to the repaired page or to the change.", kinds=("link",)
            ),
        ],
        "alignments": [
            align_esco("ict-accessibility", "WCAG 2.2 AA is the standard used.", level=4),
            align_esco(
                "test-accessibility", "The page is tested as different people use it.", level=4
            ),
            align_occupation(
                "15-1254.00", "Accessible pages are part of good work in this occupation."
            ),
            align_element("2.C.3.a", "Knows how pages and assistive technology work together."),
        ],
        "outcomes": [
            "Find barriers by keyboard, screen reader and zoom.",
            "Repair with sound HTML.",
            "Show before and after.",
        ],
        "learner_identification": "account",
        "workload_hours": 30,
        "ects_credits": 1,
        "eqf_level": 5,
        "level_note": "",
        "assessment_type": "project",
        "participation": "online",
        "quality_assurance": QUALITY["northlight"],
        "awarding_bodies": ["Northlight Digital Skills"],
        "prerequisites": "Can read and write HTML.",
        "supervision": "unsupervised",
        "stackability": "stackable",
        "validity_months": 36,
        "badge": badge("tile", "ocean", "people", "For everyone", "Northlight"),
    },
    sample=Sample(
        things=("the booking form", "the opening hours page", "the job application form"),
        answers={
            "barrier": (
                "On {thing} of {workplace} the date picker could not be reached by keyboard. Whoever cannot "
                "use a mouse could not book at all."
            ),
            "missed": "It found contrast and labels. It did not find that the focus jumped to the top after an error.",
        },
        evidence=(
            SampleArtefact(
                requirement="report",
                name="Barrier report",
                description="Seven barriers, before and after.",
                file="barriers.csv",
                body=(
                    "barrier;criterion;found by;before;after",
                    "date picker not by keyboard;2.1.1;keyboard;no;native date input",
                    "focus lost after error;2.4.3;keyboard;top of page;error summary has focus",
                    "error only in red;1.4.1;zoom;colour;text and icon",
                    "label missing on search;3.3.2;checker;none;visible label",
                    "target 16 px;2.5.8;phone;16 px;44 px",
                    "language of page missing;3.1.1;screen reader;none;set on {number} pages",
                ),
                visibility="public",
            ),
            SampleArtefact(
                requirement="page",
                name="Repaired page",
                description="The change, with the discussion.",
                url="https://code.example/forms/changes/{number}",
                visibility="public",
                owner_note="Open source; my own change.",
            ),
        ),
        passed=(
            SampleMark(
                criterion="find",
                level=3,
                comment="Each barrier with its criterion and how it was found.",
                rests_on="Report",
            ),
            SampleMark(
                criterion="repair",
                level=4,
                comment="A native input instead of a picker, for every form.",
                rests_on="Report, line 1",
            ),
            SampleMark(
                criterion="show",
                level=3,
                comment="Before and after can be repeated.",
                rests_on="Report",
            ),
        ),
        returned=(
            SampleMark(
                criterion="find",
                level=2,
                comment="The list is the checker's. Walk it by keyboard and at 400 % zoom.",
                rests_on="Report",
            ),
        ),
        feedback_passed="You removed code to make it better.",
        feedback_returned="Add what you find by keyboard and zoom, then resubmit.",
        reflection="I unplugged my mouse for a day.",
        ai_use="Generated first drafts of two labels; rewritten.",
    ),
)

PERSONAL_DATA = DemoDefinition(
    key="personal-data",
    provider="northlight",
    state="retired",
    definition={
        "title": "Handle personal data in a small team",
        "summary": "Know what you hold, why, for how long, and answer a request in time.",
        "description": "Retired: its content moved into two newer micro-credentials. Awards made stay valid.",
        "language": "en",
        "competency": {
            "statement": "Keeps a small team's personal data lawful: known, needed, safe and deletable.",
            "key_method": "List, give each a reason and an end, limit access, answer requests, delete on time.",
        },
        "overview_questions": [
            question(
                "list", "Which three kinds of personal data does your team hold, and why?", 200
            ),
        ],
        "criteria": [
            criterion(
                "know",
                "Know",
                "Lists what is held, why and for how long.",
                "Does not know what is held.",
                "Lists files without reason or end.",
                "Each kind with reason, place, access and end.",
                "Also finds copies that nobody remembered.",
            ),
            criterion(
                "answer",
                "Answer requests",
                "Answers a request for access or erasure in time.",
                "Ignores it.",
                "Answers without checking who asks.",
                "Checks identity, answers fully and in time, records it.",
                "Also improves what made it slow.",
            ),
            criterion(
                "delete",
                "Delete",
                "Deletes what is no longer needed.",
                "Keeps everything.",
                "Deletes in one place.",
                "Deletes at the end date in every place, with a record.",
                "Also makes deletion automatic.",
            ),
        ],
        "evidence_requirements": [
            requirement("list", "Data list", "Kinds, reasons, ends; no personal data in it.")
        ],
        "alignments": [
            align_esco("personal-data", "The task that is demonstrated.", level=3),
            align_esco("data-protection", "Its principles are applied.", level=3),
        ],
        "outcomes": [
            "List personal data with reason and end.",
            "Answer a request in time.",
            "Delete at the end.",
        ],
        "learner_identification": "account",
        "workload_hours": 10,
        "ects_credits": None,
        "eqf_level": 3,
        "level_note": "",
        "assessment_type": "project",
        "participation": "online",
        "quality_assurance": QUALITY["northlight"],
        "awarding_bodies": ["Northlight Digital Skills"],
        "prerequisites": "None.",
        "supervision": "unsupervised",
        "stackability": "standalone",
        "validity_months": 24,
        "badge": badge("tile", "ocean", "lock", "Personal data", "Northlight"),
    },
    sample=Sample(
        things=("the club office", "the reception", "the training desk"),
        answers={
            "list": (
                "At {workplace}, {thing}: addresses for letters (until a member leaves plus one year), "
                "attendance (three years, required by the funder), and emergency contacts (until the course ends)."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="list",
                name="Data list",
                description="Seven kinds.",
                file="data-list.csv",
                body=(
                    "kind;reason;place;access;end",
                    "address;letters;members table;office;leaving + 1 year",
                    "attendance;funder's rule;register;trainer, office;3 years",
                    "emergency contact;safety;paper file;trainer;end of course",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="know", level=3, comment="Reason and end for each.", rests_on="Data list"
            ),
            SampleMark(
                criterion="answer",
                level=3,
                comment="Identity checked, answered in nine days.",
                rests_on="Answer",
            ),
            SampleMark(
                criterion="delete",
                level=3,
                comment="Paper file included.",
                rests_on="Data list, line 3",
            ),
        ),
        feedback_passed="Short and complete.",
        reflection="The paper file was the forgotten copy.",
        ai_use="None.",
    ),
)
