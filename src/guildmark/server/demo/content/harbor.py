"""Harbor Technical College: safety and maintenance. The first entry is the demo's main job."""

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

LOTO = DemoDefinition(
    key="loto",
    provider="harbor",
    definition={
        "title": "Control hazardous energy with lockout and tagout",
        "summary": "Bring a machine to zero energy, lock it there, prove it, and hand it back safely.",
        "description": (
            "Most serious maintenance injuries happen on machines that somebody believed to be off. "
            "Holders of this micro-credential have shown, on a real machine at their own workplace, "
            "that they find every source of energy, isolate and lock each one, release what is stored, "
            "and prove that nothing can move before a hand goes in.\n\n"
            "The evidence comes from one complete lockout on a machine with at least two kinds of "
            "energy. No course is required: whoever can already do it may submit at once."
        ),
        "language": "en",
        "competency": {
            "statement": (
                "Isolates a machine with at least two kinds of energy by lockout and tagout, proves "
                "the zero-energy state, and returns the machine to service."
            ),
            "key_method": (
                "Identify, notify, shut down, isolate, lock and tag, release stored energy, verify: "
                "the seven steps of a written machine-specific procedure, each signed when done, and "
                "the same list backwards to return to service."
            ),
        },
        "overview_questions": [
            question(
                "machine",
                "Describe the machine and the job. Which kinds of energy does it hold, and where is "
                "each one isolated?",
                300,
            ),
            question(
                "proof",
                "How did you prove that the machine was at zero energy, and how did you know that your "
                "test instrument could be trusted?",
                200,
            ),
            question(
                "surprise",
                "What did not go as the written procedure said, and what did you do about it?",
                200,
            ),
        ],
        "criteria": [
            criterion(
                "identify",
                "Identify energy",
                "Finds every source of hazardous energy and the device that isolates it.",
                "Names the main electrical supply only.",
                "Names all live supplies but leaves out at least one kind of stored energy, such as "
                "trapped pressure, a raised load or a charged capacitor.",
                "Names every supply and every kind of stored energy of the machine, with the "
                "isolating device and its place for each.",
                "Also shows what could feed the machine from elsewhere (interlinked lines, backfeed, "
                "control voltage) and adds it to the written procedure.",
            ),
            criterion(
                "isolate",
                "Isolate and lock",
                "Isolates, locks and tags every source in the right order, with personal locks.",
                "Switches off at the controls; locks are missing or shared.",
                "Locks the main isolator with a personal lock; one source is isolated without a lock, "
                "or a tag lacks the name, the date or the reason.",
                "Every isolating device carries the personal lock of each person at work and a "
                "complete tag; people affected were told beforehand.",
                "Also runs a group lockout with a lock box and a handover at a change of shift, with "
                "no moment at which the machine was held by nobody's lock.",
            ),
            criterion(
                "verify",
                "Verify zero energy",
                "Releases stored energy and proves the zero state before work starts.",
                "Relies on indicator lamps or on the stop button.",
                "Tries to start the machine or tests for voltage, but does not do both, or does not "
                "prove the tester before and after.",
                "Releases stored energy, tests for dead with a tester proved before and after, and "
                "tries to start; each result is written down with its time.",
                "Also repeats the proof after an interruption and explains which faults each single "
                "test would have missed.",
            ),
            criterion(
                "restore",
                "Return to service",
                "Gives the machine back so that nobody is surprised by its start.",
                "Removes locks without checking that people and tools are clear.",
                "Checks that the machine is clear, but does not tell everyone who was told before.",
                "Checks guards, tools and people, removes each lock by its owner, tells everyone "
                "affected, and watches the first start.",
                "Also reviews the procedure with the operators and records what will be changed.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "energy-map",
                "Energy map",
                "A page that shows the machine with each energy source, its isolating device and the "
                "order of isolation. Your own drawing or an annotated plan.",
                authenticity="live_questions",
            ),
            requirement(
                "photographs",
                "Photographs of the lockout",
                "At least one picture that shows locks and tags in place. No faces without consent.",
                authenticity="attested",
            ),
            requirement(
                "log",
                "Verification log",
                "The filled-in log of tests with times, instrument numbers and results.",
                authenticity="attested",
            ),
            requirement(
                "explanation",
                "Explained in your own words",
                "A link to a recording or page, up to five minutes, in which you explain one decision.",
                kinds=("link",),
                authenticity="unsupervised",
            ),
        ],
        "alignments": [
            align_esco(
                "machinery-safety",
                "Lockout and tagout is how the standards for machinery safety are kept during "
                "maintenance.",
                level=4,
            ),
            align_esco(
                "electrical-safety",
                "Testing for dead with a proved tester is required by electrical safety rules.",
                level=4,
            ),
            align_esco(
                "safe-protocols",
                "The holder has written or improved a machine-specific isolation procedure.",
                level=3,
            ),
            align_occupation(
                "49-9041.00",
                "Isolation before repair is part of nearly every task of this occupation.",
            ),
            align_element(
                "2.B.3.j", "Isolation is the first step of maintaining equipment safely."
            ),
        ],
        "outcomes": [
            "List every source of hazardous energy of a given machine with its isolating device.",
            "Isolate, lock and tag each source in the order of a written procedure.",
            "Release stored energy and prove the zero-energy state with tests that are themselves proved.",
            "Return a machine to service with everyone affected informed.",
        ],
        "learner_identification": "account",
        "workload_hours": 24,
        "ects_credits": 1,
        "eqf_level": 4,
        "level_note": "Works alone within a written procedure and adapts it to the machine.",
        "assessment_type": "workplace_evidence",
        "participation": "workplace",
        "quality_assurance": QUALITY["harbor"],
        "awarding_bodies": ["Harbor Technical College"],
        "prerequisites": (
            "Access to a machine with at least two kinds of energy, and the permission of whoever is "
            "responsible for it. No earlier qualification."
        ),
        "supervision": "supervised_no_id",
        "stackability": "stackable",
        "validity_months": 36,
        "badge": badge("shield", "guild", "lock", "Lockout", "Harbor"),
    },
    sample=Sample(
        things=(
            "the carton erector on line 2",
            "the hydraulic baler in the yard",
            "the palletiser at the end of line 4",
            "the glue-pot conveyor",
            "the 60-tonne press brake",
            "the bottle washer",
        ),
        answers={
            "machine": (
                "I worked on {thing} at {workplace}, to change a worn drive belt. It holds four kinds "
                "of energy. Electrical: 400 V from panel P7, isolated at the door isolator Q1. "
                "Pneumatic: 6 bar from the ring main, isolated at the ball valve V3 behind the guard. "
                "Gravity: the lifting head, held by a pin in the frame. Stored: the air in the two "
                "cylinders after V3 is closed, and the frequency converter, which needs five minutes "
                "to discharge."
            ),
            "proof": (
                "I proved the two-pole tester on a known live socket, tested all phases against each "
                "other and against earth at the motor terminals, and proved the tester again. I opened "
                "the drain and watched the gauge fall to zero, then pressed start at the panel and at "
                "the remote station. Nothing moved. Each result is in the log with its time."
            ),
            "surprise": (
                "The written procedure did not know about the second air line that was added last "
                "year. I found it because the gauge crept up again after two minutes. I stopped, "
                "traced the line, locked its valve as V3b, started the proof from the beginning, and "
                "sent a corrected procedure to the maintenance lead."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="energy-map",
                name="Energy map",
                description="One page: sources, isolating devices, order of isolation.",
                file="energy-map.pdf",
                body=(
                    "Energy map - {thing}",
                    "Workplace: {workplace}",
                    "Drawn by: {name}",
                    "",
                    "1  Electrical 400 V   panel P7    isolator Q1, door      lock + tag",
                    "2  Compressed air     ring main   ball valve V3          lock + tag",
                    "3  Compressed air     branch      ball valve V3b (new)   lock + tag",
                    "4  Gravity            lift head   pin in frame, left     tag",
                    "5  Stored air         cylinders   drain D1, D2           gauge reads 0 bar",
                    "6  Stored charge      converter   wait 5 min, measure    below 50 V DC",
                    "",
                    "Order of isolation: notify, stop, 1, 2, 3, 4, then release 5 and 6, then prove.",
                    "Order of return: clear, guards, people, then 4, 3, 2, 1, first start watched.",
                ),
                visibility="public",
                owner_note="My own drawing. {workplace} allowed me to show it to anyone.",
            ),
            SampleArtefact(
                requirement="photographs",
                name="Locks and tags in place",
                description="Isolator Q1 and valve V3 with my lock and tag.",
                file="lockout.png",
                body=("panel",),
                visibility="on_request",
                owner_note="My own photograph; the site manager agreed, nobody is in the picture.",
            ),
            SampleArtefact(
                requirement="log",
                name="Verification log",
                description="Tests before work, with times and instrument numbers.",
                file="verification-log.csv",
                body=(
                    "time;test;instrument;expected;found;signed",
                    "07:42;tester proved on live socket;T-118;230 V;231 V;{initials}",
                    "07:44;L1-L2 at motor terminals;T-118;0 V;0 V;{initials}",
                    "07:44;L2-L3 at motor terminals;T-118;0 V;0 V;{initials}",
                    "07:45;L1-PE at motor terminals;T-118;0 V;0 V;{initials}",
                    "07:46;tester proved again;T-118;230 V;230 V;{initials}",
                    "07:50;air gauge after drain D1;G-3;0 bar;0 bar;{initials}",
                    "07:52;converter DC link;M-021;below 50 V;11 V;{initials}",
                    "07:53;start pressed at panel and remote;-;no movement;no movement;{initials}",
                ),
                first_body=(
                    "time;test;instrument;expected;found;signed",
                    "07:42;tester proved on live socket;T-118;230 V;231 V;{initials}",
                    "07:44;L1-L2 at motor terminals;T-118;0 V;0 V;{initials}",
                    "07:45;L1-PE at motor terminals;T-118;0 V;0 V;{initials}",
                    "07:50;air gauge after drain D1;G-3;0 bar;0 bar;{initials}",
                    "07:53;start pressed at panel and remote;-;no movement;no movement;{initials}",
                ),
            ),
            SampleArtefact(
                requirement="explanation",
                name="Why I started again from the beginning",
                description="Three minutes on the second air line.",
                url="https://videos.example/lockout-explained/{key}",
                visibility="on_request",
                owner_note="My own recording.",
            ),
        ),
        passed=(
            SampleMark(
                criterion="identify",
                level=4,
                comment=(
                    "Every source is on the map, including the branch line that the site procedure "
                    "did not know. You added it to the procedure: that is more than the standard asks."
                ),
                rests_on="Energy map, lines 2 and 3",
            ),
            SampleMark(
                criterion="isolate",
                level=3,
                comment="Personal lock and full tag on every device; the shift lead was told at 07:30.",
                rests_on="Photograph of Q1 and V3; log",
            ),
            SampleMark(
                criterion="verify",
                level=3,
                comment=(
                    "Tester proved before and after, all pairs tested, start tried at both stations, "
                    "stored charge measured. Times are complete."
                ),
                rests_on="Verification log, 07:42 to 07:53",
            ),
            SampleMark(
                criterion="restore",
                level=3,
                comment="People told, guards back, first start watched from outside the guard.",
                rests_on="Answer 3 and the recording",
            ),
        ),
        returned=(
            SampleMark(
                criterion="verify",
                level=2,
                comment=(
                    "You tested for dead, but the log does not show that the tester was proved "
                    "afterwards, and stored charge in the converter is not measured. A tester that "
                    "fails between two readings looks exactly like a dead circuit."
                ),
                rests_on="Verification log, after 07:45",
            ),
        ),
        feedback_passed=(
            "Clear, complete work. The second air line is a find that protects your colleagues; please "
            "make sure that the corrected procedure hangs at the machine."
        ),
        feedback_returned=(
            "You are close: three of four criteria are met. Repeat the proof with the tester proved "
            "before and after, measure the converter's stored charge, and hand in the new log. The "
            "rest stays as it is."
        ),
        reflection="I had trusted the gauge for years. Now I wait and look twice.",
        ai_use="None for the evidence. A spelling check for the answers.",
    ),
)

PLANNED_MAINTENANCE = DemoDefinition(
    key="planned-maintenance",
    provider="harbor",
    definition={
        "title": "Carry out a planned maintenance job",
        "summary": "Take one planned job from work order to closed record, with a finding that is acted on.",
        "description": (
            "Planned maintenance only pays when it is done as written, when what is seen on the way is "
            "reported, and when the record tells the next person the truth. This micro-credential is "
            "earned with one complete job from your own plant: work order, check list, findings, record."
        ),
        "language": "en",
        "competency": {
            "statement": (
                "Carries out a planned maintenance job to its work order, reports what was found, and "
                "closes the record so that another person could continue."
            ),
            "key_method": (
                "Prepare, make safe, do each step and note its result, decide on each finding (accept, "
                "repair now, raise a job), close the record the same day."
            ),
        },
        "overview_questions": [
            question(
                "job",
                "Which job was it, why is it done at this interval, and what did you prepare?",
                250,
            ),
            question(
                "finding",
                "Describe one thing you found and how you decided what to do with it.",
                250,
            ),
        ],
        "criteria": [
            criterion(
                "prepare",
                "Prepare",
                "Has parts, tools, permits and time window ready before the machine stops.",
                "Starts the job and fetches what is missing.",
                "Has the tools ready; parts or the permit are sorted out during the stop.",
                "Parts, tools, permit and window are agreed beforehand, and the record shows it.",
                "Also uses the history of the last jobs to bring what is likely to be needed.",
            ),
            criterion(
                "carry-out",
                "Do it as written",
                "Works through the steps and notes a result for each.",
                "Ticks the list at the end from memory.",
                "Follows the list; some results are ticks where a value was asked for.",
                "Each step has its result or measured value, with the limit beside it.",
                "Also spots a step that no longer fits the machine and proposes a better one.",
            ),
            criterion(
                "decide",
                "Decide on findings",
                "Sorts what was seen into accept, repair now, or raise a job, with a reason.",
                "Findings are missing or only “OK”.",
                "Findings are named without saying what should happen.",
                "Each finding has a decision and a reason that someone else can follow.",
                "Also estimates how long the accepted ones can wait and what to watch.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "record",
                "Closed work order",
                "The work order with results and findings; names of others removed.",
                authenticity="attested",
            ),
            requirement(
                "values",
                "Measured values",
                "A table of what you measured, with limits and units.",
                kinds=("file", "link"),
            ),
        ],
        "alignments": [
            align_esco("installed-equipment", "The job is done on equipment in place.", level=4),
            align_esco("maintenance-records", "The closed work order is the evidence.", level=4),
            align_esco("cmms", "The record is kept in the plant's maintenance system.", level=3),
            align_occupation("49-9071.00", "Planned maintenance is core work of this occupation."),
        ],
        "outcomes": [
            "Prepare a planned job so that the machine stops no longer than planned.",
            "Record a result or value for each step of a maintenance plan.",
            "Decide on findings and give the reason.",
        ],
        "learner_identification": "workplace",
        "workload_hours": 30,
        "ects_credits": 1,
        "eqf_level": 4,
        "level_note": "",
        "assessment_type": "workplace_evidence",
        "participation": "workplace",
        "quality_assurance": QUALITY["harbor"],
        "awarding_bodies": ["Harbor Technical College"],
        "prerequisites": "“Control hazardous energy with lockout and tagout”, or the same shown at work.",
        "supervision": "supervised_no_id",
        "stackability": "stackable",
        "validity_months": None,
        "badge": badge("shield", "guild", "wrench", "Planned work", "Harbor"),
    },
    sample=Sample(
        things=(
            "belt conveyor C-11",
            "the shrink tunnel",
            "the cooling-water pumps",
            "chain hoist H-4",
        ),
        answers={
            "job": (
                "The quarterly check of {thing} at {workplace}. Every three months because bearings "
                "here run hot in summer and the maker asks for 500 hours. I had two bearings, grease "
                "and the permit ready the day before, and agreed a window of 90 minutes with production."
            ),
            "finding": (
                "The drive-side bearing was at 71 °C where the limit is 70. It had been 58 last time. I "
                "did not change it in the window, because the spare had the wrong seal, but raised a "
                "job for Friday and asked the operators to read it every shift until then."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="record",
                name="Work order, closed",
                description="Steps, results, findings and decisions.",
                file="work-order.pdf",
                body=(
                    "Work order 40{number}  -  quarterly check of {thing}",
                    "Site: {workplace}     Done by: {name}",
                    "",
                    "Step 1  Isolated and proved            done 06:10",
                    "Step 2  Guards and fixings             all present, 1 bolt retightened",
                    "Step 3  Belt tension                   42 N (limit 38 to 46)",
                    "Step 4  Bearing temperature, drive     71 C (limit 70)   FINDING 1",
                    "Step 5  Bearing temperature, tail      54 C (limit 70)",
                    "Step 6  Lubrication                    2 x 15 g",
                    "",
                    "Finding 1: raise a job for Friday, watch each shift. Reason: rise of 13 K in 3 months.",
                ),
            ),
            SampleArtefact(
                requirement="values",
                name="Measured values",
                description="This job and the two before it.",
                file="values.csv",
                body=(
                    "date;point;value;unit;limit",
                    "Q1;bearing drive;55;C;70",
                    "Q2;bearing drive;57.{number};C;70",
                    "Q3;bearing drive;71;C;70",
                    "Q3;bearing tail;54;C;70",
                    "Q3;belt tension;42;N;38-46",
                ),
                visibility="on_request",
            ),
        ),
        passed=(
            SampleMark(
                criterion="prepare",
                level=3,
                comment="Window, permit and parts agreed the day before.",
                rests_on="Answer 1",
            ),
            SampleMark(
                criterion="carry-out",
                level=3,
                comment="Values with limits for every step.",
                rests_on="Work order, steps 3 to 6",
            ),
            SampleMark(
                criterion="decide",
                level=4,
                comment="You used the trend, not only the limit, and said what to watch.",
                rests_on="Finding 1; values of three quarters",
            ),
        ),
        returned=(
            SampleMark(
                criterion="carry-out",
                level=2,
                comment="Steps 3 and 4 are ticked. Please give the values; they decide the finding.",
                rests_on="Work order, steps 3 and 4",
            ),
        ),
        feedback_passed="A record I would be glad to find on Monday morning.",
        feedback_returned="Good decisions, but two measured values are missing. Add them and resubmit.",
        reflection="I now look at the last three records before I order parts.",
        ai_use="None.",
    ),
)

FAULT_FINDING = DemoDefinition(
    key="fault-finding",
    provider="harbor",
    definition={
        "title": "Find the cause of a machine stop",
        "summary": "Trace one real stop to its cause by testing ideas in order, and show that the fix holds.",
        "description": (
            "Anyone can swap parts until the machine runs. Holders of this micro-credential have traced "
            "a real stop to its cause: they described the symptom exactly, listed what could explain it, "
            "tested the likely and cheap ideas first, and proved the cause before and after the repair."
        ),
        "language": "en",
        "competency": {
            "statement": "Traces an unplanned machine stop to a proved cause and prevents its return.",
            "key_method": (
                "Half-split fault finding: state the symptom, draw the chain from source to effect, test "
                "in the middle, keep the half that fails, and stop only at a cause that can be switched "
                "on and off."
            ),
        },
        "overview_questions": [
            question(
                "symptom",
                "What exactly happened, what still worked, and what had changed before?",
                200,
            ),
            question(
                "tests", "Which tests did you do, in which order, and what did each rule out?", 300
            ),
        ],
        "criteria": [
            criterion(
                "describe",
                "Describe the symptom",
                "States what fails, when, and what still works, without guessing the cause.",
                "Names a suspected part instead of a symptom.",
                "Describes the failure, but not what still worked or what changed.",
                "Describes failure, conditions and what still worked, so that another person can start.",
                "Also reproduces the symptom or shows from data when it occurs.",
            ),
            criterion(
                "test",
                "Test in order",
                "Chooses tests that divide the possibilities and records what each one rules out.",
                "Changes parts until it works.",
                "Tests, but in no order that can be explained, or without writing results.",
                "Each test rules something out; the order is explained by likelihood and effort.",
                "Also uses a test that separates two causes which look alike.",
            ),
            criterion(
                "prove",
                "Prove the cause",
                "Shows that the cause explains the symptom, and that the repair holds.",
                "The machine runs again; the cause is not known.",
                "A cause is named; no test shows that it was the cause.",
                "The fault can be switched on and off with the cause, and the machine is watched after repair.",
                "Also removes the reason behind the cause and checks similar machines.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "trail",
                "Test trail",
                "Your notes of tests and results in time order.",
                authenticity="live_questions",
            ),
            requirement(
                "proof",
                "Proof",
                "A picture, recording or reading before and after the repair.",
                kinds=("file", "link"),
            ),
        ],
        "alignments": [
            align_esco(
                "troubleshoot", "The whole assessment is one piece of troubleshooting.", level=5
            ),
            align_esco("root-cause", "The cause must be proved, not supposed.", level=4),
            align_occupation("49-9041.00", "Diagnosing faults is a core task of this occupation."),
            align_element("2.B.3.k", "O*NET's troubleshooting skill, shown at work."),
        ],
        "outcomes": [
            "Describe a fault so that another person could continue from the description.",
            "Choose tests that divide the possible causes.",
            "Prove a cause and show that a repair holds.",
        ],
        "learner_identification": "account",
        "workload_hours": 40,
        "ects_credits": 1.5,
        "eqf_level": 5,
        "level_note": "Works on problems that nobody has written a procedure for.",
        "assessment_type": "workplace_evidence",
        "participation": "workplace",
        "quality_assurance": QUALITY["harbor"],
        "awarding_bodies": ["Harbor Technical College"],
        "prerequisites": "Electrical work only by people authorised for it at their site.",
        "supervision": "supervised_online",
        "stackability": "stackable",
        "validity_months": None,
        "badge": badge("shield", "guild", "gear", "Fault finding", "Harbor"),
    },
    sample=Sample(
        things=(
            "the labeller",
            "the filler on line 1",
            "the strapping machine",
            "the box compactor",
        ),
        answers={
            "symptom": (
                "{thing} at {workplace} stopped about twice a shift with “guard open”, although the "
                "guard was shut. Motors and air were fine; a reset always worked. It began the week "
                "after the floor was re-laid."
            ),
            "tests": (
                "First I watched the input lamp of the guard switch: it flickered when a truck passed, "
                "so the signal really broke (rules out software). Then I bridged the cable at the "
                "switch, on test and with the drive isolated: still flickering, so not the switch. "
                "Bridged at the cabinet: steady. The cable between was the half that failed; its plug "
                "in the floor duct had a loose pin."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="trail",
                name="Test trail",
                description="Nine lines, in time order.",
                file="test-trail.txt",
                body=(
                    "Test trail, {thing}, {workplace} - {name}",
                    "14:05 symptom seen: lamp X4.2 drops for about 0.2 s when a truck passes",
                    "14:12 program trace: input drops, program reacts rightly  -> not software",
                    "14:30 isolated, bridged at switch: still drops            -> not the switch",
                    "14:48 isolated, bridged at cabinet: steady for 20 min     -> not the cabinet",
                    "15:10 plug in floor duct opened: pin 3 loose",
                    "15:25 wiggled pin 3: symptom on; pressed: symptom off     -> cause proved",
                    "15:50 plug replaced, duct cover fixed",
                    "next day 2 shifts: no stop",
                ),
            ),
            SampleArtefact(
                requirement="proof",
                name="Input signal before and after",
                description="Stops per shift over two weeks.",
                file="stops.png",
                body=("chart",),
                visibility="on_request",
            ),
        ),
        passed=(
            SampleMark(
                criterion="describe",
                level=4,
                comment="You tied the symptom to passing trucks: that is half the answer.",
                rests_on="Answer 1",
            ),
            SampleMark(
                criterion="test",
                level=3,
                comment="A clean half-split, each step with what it ruled out.",
                rests_on="Test trail 14:12 to 14:48",
            ),
            SampleMark(
                criterion="prove",
                level=3,
                comment="Switched on and off by hand, then watched for two shifts.",
                rests_on="Test trail 15:25; chart",
            ),
        ),
        returned=(
            SampleMark(
                criterion="prove",
                level=2,
                comment="The new plug may have cured it, or the reset did. Show that the pin was the cause.",
                rests_on="Test trail, last lines",
            ),
        ),
        feedback_passed="The fault was small; the method is what counts, and it is sound.",
        feedback_returned="Describe how the symptom followed the suspected cause on and off, and resubmit.",
        reflection="My first idea was the switch. It is always the switch, and it was not.",
        ai_use="None.",
    ),
)
