"""Centro Alba de Cuidados: the micro-credentials in English."""

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

DISTRESS = DemoDefinition(
    key="distress",
    provider="alba",
    definition={
        "title": "Respond to distress in dementia care",
        "summary": "Read what distress is telling you, answer the need, and leave the person calmer.",
        "description": (
            "Distress is a message. Holders have reflected on a real situation in which a person with "
            "dementia was frightened or angry: what they saw, what need they supposed, what they tried "
            "in which order, and what they changed for next time. Force and haste are never the answer."
        ),
        "language": "en",
        "competency": {
            "statement": (
                "Responds to a person with dementia in distress so that the need behind it is met and "
                "dignity is kept."
            ),
            "key_method": (
                "Pause, approach from the front, name the feeling, look for the unmet need (pain, toilet, "
                "noise, loneliness), offer one thing at a time, then record trigger and answer."
            ),
        },
        "overview_questions": [
            question("situation", "What happened before, during and after? Leave out names.", 300),
            question(
                "need",
                "Which need did you suppose, what else could it have been, and how did you find out?",
                250,
            ),
        ],
        "criteria": [
            criterion(
                "observe",
                "Observe",
                "Describes behaviour and circumstances without judging the person.",
                "Calls the person difficult or aggressive.",
                "Describes the behaviour, not the circumstances before it.",
                "Describes behaviour, circumstances and timing so that a pattern could be seen.",
                "Also compares with earlier episodes and names a pattern.",
            ),
            criterion(
                "respond",
                "Respond",
                "Chooses a calm, least restrictive answer and adapts it to the reaction.",
                "Corrects, argues, or holds the person.",
                "Stays calm, but repeats one answer although it does not help.",
                "Tries gentle answers in turn, watches the reaction, keeps everybody safe without restraint.",
                "Also involves another person or changes the surroundings at the right moment.",
            ),
            criterion(
                "learn",
                "Learn and pass on",
                "Turns the episode into something the team can use.",
                "Reports “was agitated”.",
                "Reports the episode without what helped.",
                "Records trigger, answer and effect in words the next shift can act on.",
                "Also proposes a change to the care plan and checks after some days whether it helps.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "account",
                "Reflective account",
                "One real episode, without any name or room.",
                authenticity="live_questions",
            ),
            requirement(
                "record",
                "Care record entry",
                "Your entry, with everything personal removed.",
                authenticity="attested",
            ),
        ],
        "alignments": [
            align_esco("person-centred", "The person's need leads the answer.", level=4),
            align_esco("aggressive-behaviour", "Distress is answered without force.", level=4),
            align_esco(
                "communicate-care", "Words, tone and posture are chosen for the person.", level=4
            ),
            align_occupation(
                "31-1121.00", "Supporting people with dementia at home is everyday work here."
            ),
            align_element("2.B.1.f", "Looks for ways to help."),
        ],
        "outcomes": [
            "Describe an episode of distress without judging the person.",
            "Answer distress with the least restrictive means and adapt to the reaction.",
            "Record trigger, answer and effect for the team.",
        ],
        "learner_identification": "workplace",
        "workload_hours": 35,
        "ects_credits": 1.5,
        "eqf_level": 4,
        "level_note": "",
        "assessment_type": "workplace_evidence",
        "participation": "blended",
        "quality_assurance": QUALITY["alba-en"],
        "awarding_bodies": ["Centro Alba de Cuidados"],
        "prerequisites": "Works or volunteers with people who live with dementia.",
        "supervision": "supervised_online",
        "stackability": "stackable",
        "validity_months": 36,
        "badge": badge("roundel", "plum", "heart", "Dementia care", "Alba"),
    },
    sample=Sample(
        things=("a retired teacher", "a former sailor", "a woman who kept a bakery"),
        answers={
            "situation": (
                "At {workplace}, {thing} pulled at the locked garden door at dusk and shouted at whoever "
                "came. Before that, the evening news had been on loud. I came from the front, said "
                "“You want to go home”, and we walked the corridor together. After ten minutes we sat "
                "down with tea."
            ),
            "need": (
                "I first supposed the toilet, offered it, and it was not that. Then I switched off the "
                "television and asked who was waiting at home. It was the children: at this hour they "
                "used to be picked up. Walking and talking about them helped; the door did not matter "
                "any more."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="account",
                name="Reflective account",
                description="Two pages, no names.",
                file="account.pdf",
                body=(
                    "Reflective account  -  {name}",
                    "Place: {workplace}",
                    "",
                    "Seen: pulling at the door, shouting, at dusk, third time this week.",
                    "Supposed: toilet (offered, no), noise (television off, calmer), waiting children (yes).",
                    "Done, in order: front approach, name the feeling, walk along, sit, tea.",
                    "Not done: correcting the year, blocking the door.",
                    "",
                    "Learned: 17:30 is pick-up time. A walk at 17:15 is better than a talk at 17:45.",
                ),
            ),
            SampleArtefact(
                requirement="record",
                name="Care record entry",
                description="As written, anonymised.",
                file="record.txt",
                body=(
                    "17:{number} restless at garden door, calling for children. Television loud.",
                    "TV off, walked corridor twice, spoke about picking up children. Calm 17:55, tea taken.",
                    "Helps: walk before 17:30, low sound. Please try for three evenings and note.",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="observe",
                level=4,
                comment="The time pattern is your discovery; nobody had written it down.",
                rests_on="Account, last line",
            ),
            SampleMark(
                criterion="respond",
                level=3,
                comment="Several gentle tries, no force, reaction watched.",
                rests_on="Account",
            ),
            SampleMark(
                criterion="learn",
                level=3,
                comment="The entry tells the next shift what to do.",
                rests_on="Record",
            ),
        ),
        returned=(
            SampleMark(
                criterion="learn",
                level=2,
                comment="The entry says that it happened, not what helped.",
                rests_on="Record",
            ),
        ),
        feedback_passed="Warm, exact and useful.",
        feedback_returned="Rewrite the record entry so that the night shift could act on it.",
        reflection="I had taken the door for the problem.",
        ai_use="None; the account is about real people.",
    ),
)

MEDICATION = DemoDefinition(
    key="medication",
    provider="alba",
    definition={
        "title": "Assist with medicines safely",
        "summary": "The right medicine, person, time, dose and route, and an honest record of each.",
        "description": (
            "For people who assist others with prescribed medicines at home or in a care home. It does "
            "not allow anyone to prescribe, alter or inject."
        ),
        "language": "en",
        "competency": {
            "statement": "Assists a person to take prescribed medicines safely and records it.",
            "key_method": "Check five rights against the chart three times, assist, observe, sign at once, report.",
        },
        "overview_questions": [
            question(
                "round",
                "Describe one round: how did you prepare and how did you avoid interruption?",
                200,
            ),
            question("doubt", "Describe a doubt or an error near miss and what you did.", 200),
        ],
        "criteria": [
            criterion(
                "check",
                "Check",
                "Compares person, medicine, dose, time and route with the chart.",
                "Gives what is in the box.",
                "Checks label and chart once.",
                "Checks the five rights at picking, at preparing and at the person.",
                "Also questions an unusual entry before giving.",
            ),
            criterion(
                "assist",
                "Assist",
                "Assists with consent and as much independence as possible.",
                "Puts tablets in the mouth without a word.",
                "Explains, but hurries.",
                "Asks, explains, gives time and water, sees that it was taken.",
                "Also finds out why somebody refuses and passes it on.",
            ),
            criterion(
                "record",
                "Record and report",
                "Signs at once; reports refusal, effect and error.",
                "Signs for the whole round at the end.",
                "Signs at once; refusals are left blank.",
                "Signs each at once; refusal, effect and error are written and reported.",
                "Also proposes how a repeated error could be prevented.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "observation",
                "Observation record",
                "Signed by a nurse or pharmacist.",
                authenticity="attested",
            ),
            requirement(
                "chart",
                "Chart extract",
                "Anonymised extract of the chart you kept.",
                authenticity="attested",
            ),
        ],
        "alignments": [
            align_esco("medication-elderly", "The task that is demonstrated.", level=4),
            align_esco(
                "medicines-safety", "Checks, storage and records keep medicines safe.", level=4
            ),
            align_occupation(
                "31-1131.00",
                "Assisting with medicines is part of this occupation where law allows.",
            ),
        ],
        "outcomes": [
            "Check the five rights three times.",
            "Assist with consent and dignity.",
            "Record and report at once, refusals and errors included.",
        ],
        "learner_identification": "workplace",
        "workload_hours": 28,
        "ects_credits": 1,
        "eqf_level": 4,
        "level_note": "National law decides who may assist with which medicines.",
        "assessment_type": "observation",
        "participation": "workplace",
        "quality_assurance": QUALITY["alba-en"],
        "awarding_bodies": ["Centro Alba de Cuidados"],
        "prerequisites": "Authorised by the care provider to assist with medicines.",
        "supervision": "supervised_onsite",
        "stackability": "stackable",
        "validity_months": 12,
        "badge": badge("roundel", "plum", "flask", "Medicines", "Alba"),
    },
    sample=Sample(
        things=("the morning round", "the evening round", "the noon round"),
        answers={
            "round": (
                "At {workplace} I did {thing} for six people. I wear the red vest, so nobody talks to me; "
                "I checked label, chart and person each time and signed before the next one."
            ),
            "doubt": (
                "A blood-pressure tablet had two strengths in the box. I gave none, called the nurse, and "
                "wrote the time. The pharmacy had packed last month's strength."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="observation",
                name="Observation by the nurse",
                description="Six people, signed.",
                file="observation.pdf",
                body=(
                    "Observation, {thing}, {workplace}",
                    "Observed: {name}",
                    "",
                    "Identity checked at the person       6 of 6",
                    "Three checks against chart           6 of 6",
                    "Consent asked                        6 of 6",
                    "Signed at once                       6 of 6",
                    "Refusal handled                      1 (reported 08:20)",
                    "",
                    "Nurse in charge, registration number on file",
                ),
            ),
            SampleArtefact(
                requirement="chart",
                name="Chart extract",
                description="Anonymised.",
                file="chart.csv",
                body=(
                    "person;time;medicine;dose;given;signed;note",
                    "A;08:05;M1;1;yes;{initials};",
                    "B;08:09;M2;1;no;{initials};refused, reported 08:20",
                    "C;08:14;M3;2;yes;{initials};",
                    "D;08:17;M4;1;no;{initials};two strengths in box, nurse called",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="check",
                level=4,
                comment="Stopping at two strengths was exactly right.",
                rests_on="Chart, person D",
            ),
            SampleMark(
                criterion="assist",
                level=3,
                comment="Consent asked each time.",
                rests_on="Observation",
            ),
            SampleMark(
                criterion="record",
                level=3,
                comment="Refusal signed and reported.",
                rests_on="Chart, person B",
            ),
        ),
        returned=(
            SampleMark(
                criterion="record",
                level=2,
                comment="The refusal has no reason and no time of report.",
                rests_on="Chart, person B",
            ),
        ),
        feedback_passed="Careful and calm. Keep the vest.",
        feedback_returned="Complete the entry on the refusal and resubmit.",
        reflection="Stopping takes courage; the box looked right.",
        ai_use="None.",
    ),
)

HARM = DemoDefinition(
    key="harm",
    provider="alba",
    definition={
        "title": "Report a concern about harm",
        "summary": "Notice, listen, make safe, write facts, and tell the right person the same day.",
        "description": (
            "Everyone who works with people who depend on others will one day have a worry. This short "
            "micro-credential shows that the worry will reach the right person, in facts."
        ),
        "language": "en",
        "competency": {
            "statement": "Reports a concern about harm to a dependent person in facts and on the same day.",
            "key_method": "Notice, listen without promising secrecy, make safe, write facts apart from opinion, report.",
        },
        "overview_questions": [
            question("signs", "Which signs did the case show, and which of them are facts?", 200),
            question("secret", "What do you say when somebody asks you to keep it secret?", 150),
        ],
        "criteria": [
            criterion(
                "notice",
                "Notice and listen",
                "Recognises signs and lets the person speak.",
                "Waits for proof.",
                "Notices a sign but asks leading questions.",
                "Notices signs, listens with open questions, promises no secrecy.",
                "Also thinks of kinds of harm that leave no marks.",
            ),
            criterion(
                "write",
                "Write facts",
                "Separates what was seen and heard from what is supposed.",
                "Writes an accusation.",
                "Mixes facts and opinion.",
                "Facts with time, place and words used; opinion marked as such.",
                "Also says what is not known and who might know.",
            ),
            criterion(
                "report",
                "Report",
                "Reports to the right person in time and keeps it confidential.",
                "Tells colleagues.",
                "Reports late, or to somebody who cannot act.",
                "Reports the same day to the named person and outside where needed.",
                "Also follows up when nothing happens.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "report",
                "Report on the sample case",
                "Use the published sample case, not a real one.",
                authenticity="live_questions",
            ),
        ],
        "alignments": [
            align_esco("protect-harm", "A concern that is reported protects.", level=3),
            align_esco("incident-reports", "The report states facts.", level=3),
            align_occupation("21-1093.00", "Noticing and reporting is a duty in this occupation."),
        ],
        "outcomes": [
            "Recognise signs of harm.",
            "Write a report that separates fact from opinion.",
            "Report in time to the right person.",
        ],
        "learner_identification": "account",
        "workload_hours": 6,
        "ects_credits": None,
        "eqf_level": 3,
        "level_note": "",
        "assessment_type": "simulation",
        "participation": "online",
        "quality_assurance": QUALITY["alba-en"],
        "awarding_bodies": ["Centro Alba de Cuidados"],
        "prerequisites": "None.",
        "supervision": "unsupervised",
        "stackability": "standalone",
        "validity_months": 24,
        "badge": badge("roundel", "plum", "shield", "Safe from harm", "Alba"),
    },
    sample=Sample(
        things=("case A", "case B", "case C"),
        answers={
            "signs": (
                "In {thing}: facts are two bruises of different colour, the missing purse and the sentence "
                "“she gets cross”. That the niece did it is not a fact, so I did not write it."
            ),
            "secret": "“I cannot promise that. I can promise to tell only the person who can help, and to tell you first.”",
        },
        evidence=(
            SampleArtefact(
                requirement="report",
                name="Report",
                description="On the published sample case.",
                file="report.txt",
                body=(
                    "Report on {thing} - written by {name}, 15:40, same day",
                    "Seen: two bruises on left forearm, one yellow, one blue, 14:50.",
                    "Heard: “She gets cross when I am slow.”",
                    "Not known: who “she” is; whether the purse was given away.",
                    "Opinion, marked as such: possible physical and financial harm.",
                    "Done: stayed with her until 15:20; told the safeguarding lead at 15:30.",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="notice",
                level=3,
                comment="Open questions only, no promise of secrecy.",
                rests_on="Answer 2",
            ),
            SampleMark(
                criterion="write",
                level=4,
                comment="You wrote what is not known. Excellent.",
                rests_on="Report, line 4",
            ),
            SampleMark(
                criterion="report",
                level=3,
                comment="Forty minutes to the right person.",
                rests_on="Report, last line",
            ),
        ),
        returned=(
            SampleMark(
                criterion="write",
                level=2,
                comment="“The niece” appears as a fact. Where does the case say so?",
                rests_on="Report",
            ),
        ),
        feedback_passed="Facts first, calmly told.",
        feedback_returned="Separate fact from opinion and hand in again.",
        reflection="I wanted to solve it myself.",
        ai_use="None.",
    ),
)
