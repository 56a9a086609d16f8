"""Harbor Technical College: the workshop. Measuring and welding."""

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

MEASURING = DemoDefinition(
    key="measuring",
    provider="harbor",
    definition={
        "title": "Measure turned parts to a drawing",
        "summary": "Decide with evidence whether a batch of parts meets its drawing.",
        "description": (
            "A measurement is worth what its uncertainty allows it to decide. Holders have measured a "
            "small batch of turned parts, chosen the instrument for each tolerance, and decided about "
            "every feature, including those too close to the limit to decide with what they had."
        ),
        "language": "en",
        "competency": {
            "statement": "Measures turned parts against a drawing and decides conformity of each feature.",
            "key_method": (
                "Read the tolerance, choose an instrument with a tenth of it, check the instrument on a "
                "standard, measure three times at the reference temperature, decide with a guard band."
            ),
        },
        "overview_questions": [
            question(
                "choice", "Which instrument did you choose for the tightest feature, and why?", 200
            ),
            question(
                "limit",
                "Describe one result near a limit. What did you decide and how sure were you?",
                200,
            ),
        ],
        "criteria": [
            criterion(
                "choose",
                "Choose the instrument",
                "Matches instrument and method to tolerance, form and access.",
                "Uses a calliper for everything.",
                "Chooses a finer instrument for tight tolerances, without checking it on a standard.",
                "Instrument resolution and uncertainty fit each tolerance; checked on a standard that day.",
                "Also plans for form errors, such as roundness that a two-point reading hides.",
            ),
            criterion(
                "measure",
                "Measure and record",
                "Takes repeatable readings and records all of them with units.",
                "One reading for each feature, some without a unit.",
                "Repeats readings but writes down only the best or the mean.",
                "Three readings of each feature with unit, instrument and temperature.",
                "Also shows the spread and removes no reading without a stated reason.",
            ),
            criterion(
                "decide",
                "Decide conformity",
                "Decides each feature against the drawing, with respect for uncertainty.",
                "Compares with the nominal size, not with the limits.",
                "Compares with the limits and ignores uncertainty close to them.",
                "Decides pass, fail or cannot decide with a stated guard band.",
                "Also proposes what would make the undecided ones decidable, at what cost.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "table",
                "Measurement table",
                "All readings of at least five parts.",
                authenticity="supervised",
            ),
            requirement(
                "report",
                "One-page report",
                "Decision for each feature, with the reason.",
                authenticity="unsupervised",
            ),
        ],
        "alignments": [
            align_esco(
                "precision-measuring",
                "Micrometers and gauges are chosen, checked and used.",
                level=4,
            ),
            align_esco("measure-parts", "The evidence is a batch of manufactured parts.", level=4),
            align_esco("technical-drawings", "Limits are read from the drawing.", level=3),
            align_occupation("51-9061.00", "Deciding conformity is the core of this occupation."),
            align_element("2.B.3.m", "Tests against a standard to judge quality."),
        ],
        "outcomes": [
            "Choose and check an instrument that fits a tolerance.",
            "Record repeatable readings with unit, instrument and temperature.",
            "Decide conformity with a guard band, and say when it cannot be decided.",
        ],
        "learner_identification": "document",
        "workload_hours": 18,
        "ects_credits": 0.5,
        "eqf_level": 4,
        "level_note": "",
        "assessment_type": "project",
        "participation": "onsite",
        "quality_assurance": QUALITY["harbor"],
        "awarding_bodies": ["Harbor Technical College"],
        "prerequisites": "Reading of simple technical drawings.",
        "supervision": "supervised_onsite",
        "stackability": "stackable",
        "validity_months": None,
        "badge": badge("hexagon", "teal", "scale", "Measuring", "Harbor"),
    },
    sample=Sample(
        things=(
            "spindle bushes, drawing 2207",
            "valve stems, drawing 1184",
            "bearing seats, drawing 3310",
        ),
        answers={
            "choice": (
                "The diameter 18 h6 leaves 11 micrometres. I chose the 0–25 mm micrometer with "
                "1 micrometre steps, checked on a 20 mm gauge block that morning: it read 20.000."
            ),
            "limit": (
                "Part 4 of the {thing} measured 17.990 mm where the lower limit is 17.989. With my "
                "uncertainty of 2 micrometres I could not say that it passes, so I marked it “cannot "
                "decide” and asked for the air gauge."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="table",
                name="Readings",
                description="Five parts, three readings each, 20.4 °C.",
                file="readings.csv",
                body=(
                    "part;feature;unit;reading 1;reading 2;reading 3;lower;upper",
                    "1;diameter;mm;17.995;17.996;17.995;17.989;18.000",
                    "2;diameter;mm;17.993;17.993;17.994;17.989;18.000",
                    "3;diameter;mm;17.998;17.997;17.998;17.989;18.000",
                    "4;diameter;mm;17.990;17.990;17.991;17.989;18.000",
                    "5;diameter;mm;18.002;18.002;18.003;17.989;18.000",
                    "1;length;mm;42.{number};42.{number};42.{number};42.000;42.500",
                ),
                visibility="public",
            ),
            SampleArtefact(
                requirement="report",
                name="Report",
                description="Decisions with guard band.",
                file="report.pdf",
                body=(
                    "Measurement report - {thing}",
                    "Measured by {name}, 20.4 C, micrometer M-07",
                    "",
                    "Uncertainty of one decision: 2 micrometres. Guard band: the same.",
                    "",
                    "Part 1  pass",
                    "Part 2  pass",
                    "Part 3  cannot decide (2 from upper limit)",
                    "Part 4  cannot decide (1 from lower limit)",
                    "Part 5  fail (2 over upper limit)",
                    "",
                    "Proposal: air gauge for parts 3 and 4, 20 minutes.",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="choose",
                level=3,
                comment="Right instrument, checked on a block the same day.",
                rests_on="Answer 1",
            ),
            SampleMark(
                criterion="measure",
                level=3,
                comment="Complete, with unit and temperature.",
                rests_on="Readings",
            ),
            SampleMark(
                criterion="decide",
                level=4,
                comment="“Cannot decide” used twice, rightly, with a way out.",
                rests_on="Report, parts 3 and 4",
            ),
        ),
        returned=(
            SampleMark(
                criterion="decide",
                level=2,
                comment="Part 4 is called a pass one micrometre from the limit.",
                rests_on="Report, part 4",
            ),
        ),
        feedback_passed="You know what your instrument cannot tell you. That is the skill.",
        feedback_returned="State your uncertainty and decide parts 3 and 4 again.",
        reflection="I used to round such cases up.",
        ai_use="None.",
    ),
)

MAG_WELDING = DemoDefinition(
    key="mag-welding",
    provider="harbor",
    definition={
        "title": "Weld a fillet joint in mild steel with MAG",
        "summary": "Set up, weld and inspect a fillet joint that meets its drawing.",
        "description": (
            "One joint, three times: prepared, welded and inspected by the same person. The evidence "
            "shows not only a good seam but how its maker knows that it is good."
        ),
        "language": "en",
        "competency": {
            "statement": "Produces a fillet weld in 6 mm mild steel by MAG to a drawing and inspects it.",
            "key_method": "Prepare, set on scrap, tack, weld, cool, inspect by eye and gauge, record.",
        },
        "overview_questions": [
            question(
                "settings",
                "Which settings did you use, and what told you that they were right?",
                200,
            ),
            question("defect", "Show one defect you made. What caused it and what changed?", 200),
        ],
        "criteria": [
            criterion(
                "prepare",
                "Prepare and set up",
                "Prepares the joint and finds settings on scrap before the part.",
                "Welds over scale or paint.",
                "Cleans the joint; settings are taken from a table without a trial.",
                "Joint clean and fitted; settings found on scrap and written down.",
                "Also adjusts for position or gap and explains the effect of each change.",
            ),
            criterion(
                "weld",
                "Weld",
                "Makes a seam of even size and profile, fused at both legs.",
                "Seam broken, or burn-through.",
                "Even for part of the length; undercut or cold start visible.",
                "Even over the length, size within the drawing, start and crater filled.",
                "Also repeats it three times with no visible difference.",
            ),
            criterion(
                "inspect",
                "Inspect",
                "Judges the seam by eye and gauge against the drawing.",
                "Looks at it.",
                "Measures the throat once; defects are not named.",
                "Throat measured at three places, defects named with position, verdict stated.",
                "Also breaks or etches a trial piece and relates what is seen to the settings.",
            ),
        ],
        "evidence_requirements": [
            requirement(
                "seams",
                "Pictures of three seams",
                "Each with a scale beside it.",
                authenticity="supervised",
            ),
            requirement(
                "sheet",
                "Inspection sheet",
                "Settings, measurements, defects, verdict.",
                authenticity="supervised",
            ),
        ],
        "alignments": [
            align_esco("mag-welding", "The process of this micro-credential.", level=3),
            align_esco("welding-inspection", "Visual inspection of one's own seam.", level=3),
            align_occupation("51-4121.00", "Fillet welds are everyday work of this occupation."),
        ],
        "outcomes": [
            "Set up MAG equipment on scrap before welding a part.",
            "Weld a fillet joint to a drawing.",
            "Inspect a seam by eye and gauge and state a verdict.",
        ],
        "learner_identification": "document",
        "workload_hours": 45,
        "ects_credits": 1.5,
        "eqf_level": 3,
        "level_note": "Does not replace a welder qualification test under ISO 9606-1.",
        "assessment_type": "observation",
        "participation": "onsite",
        "quality_assurance": QUALITY["harbor"],
        "awarding_bodies": ["Harbor Technical College"],
        "prerequisites": "Workshop safety briefing.",
        "supervision": "supervised_onsite",
        "stackability": "stackable",
        "validity_months": 24,
        "badge": badge("hexagon", "teal", "flame", "MAG fillet", "Harbor"),
    },
    sample=Sample(
        things=("a bracket for a conveyor frame", "a machine foot", "a gate hinge plate"),
        answers={
            "settings": (
                "Wire 1.0 mm, 19.5 V, 6.2 m/min, gas 12 l/min, for {thing}. On scrap the sound was even "
                "and the legs measured 5 and 5 mm, so I kept it."
            ),
            "defect": (
                "Seam 1 has a cold start, 8 mm long: I began on the cold corner. For seams 2 and 3 I "
                "started on a run-on tab and ground it off."
            ),
        },
        evidence=(
            SampleArtefact(
                requirement="seams",
                name="Three seams",
                description="With a millimetre scale.",
                file="seams.png",
                body=("weld",),
                visibility="public",
                owner_note="My own work, made in the college workshop.",
            ),
            SampleArtefact(
                requirement="sheet",
                name="Inspection sheet",
                description="Settings, throat, defects.",
                file="inspection.csv",
                body=(
                    "plate;seam;volt;wire m/min;throat 1 mm;throat 2 mm;throat 3 mm;defects;verdict",
                    "P{number};1;19.5;6.2;3.4;3.7;3.8;cold start 0-8 mm;not accepted",
                    "P{number};2;19.5;6.2;3.7;3.8;3.7;none;accepted",
                    "P{number};3;19.5;6.2;3.8;3.8;3.7;none;accepted",
                ),
            ),
        ),
        passed=(
            SampleMark(
                criterion="prepare",
                level=3,
                comment="Settings found on scrap and recorded.",
                rests_on="Inspection sheet",
            ),
            SampleMark(
                criterion="weld",
                level=3,
                comment="Seams 2 and 3 are even, with filled craters.",
                rests_on="Picture, seams 2 and 3",
            ),
            SampleMark(
                criterion="inspect",
                level=3,
                comment="You rejected your own first seam, with the reason.",
                rests_on="Inspection sheet, line 1",
            ),
        ),
        returned=(
            SampleMark(
                criterion="inspect",
                level=2,
                comment="Throat measured at one place only.",
                rests_on="Inspection sheet",
            ),
        ),
        feedback_passed="Honest inspection is worth as much as the seam.",
        feedback_returned="Measure each throat at three places and hand in the sheet again.",
        reflection="The corner is colder than it looks.",
        ai_use="None.",
    ),
)

HYDRAULICS_DRAFT = DemoDefinition(
    key="hydraulics",
    provider="harbor",
    state="draft",
    definition={
        "title": "Change a hydraulic hose without a drop",
        "summary": "Release pressure, change a hose, bleed, and prove that the system is tight.",
        "description": "Draft: the rubric is being tried out with two plants.",
        "language": "en",
        "competency": {
            "statement": "Changes a hydraulic hose assembly and proves the system tight.",
            "key_method": "",
        },
        "overview_questions": [
            question("hose", "Which hose was it and how did you choose its replacement?", 200)
        ],
        "criteria": [
            criterion(
                "release",
                "Release pressure",
                "Brings the circuit to zero pressure, including accumulators.",
                "Loosens the fitting and waits.",
                "Releases line pressure; accumulators are not considered.",
                "Releases and measures zero pressure at the point of work.",
                "Also locks the release so that pressure cannot return.",
            ),
        ],
        "evidence_requirements": [],
        "alignments": [align_esco("hydraulics", "Part of maintaining hydraulic systems.", level=4)],
        "outcomes": [],
        "learner_identification": "account",
        "workload_hours": None,
        "ects_credits": None,
        "eqf_level": None,
        "level_note": "",
        "assessment_type": "",
        "participation": "workplace",
        "quality_assurance": "",
        "awarding_bodies": [],
        "prerequisites": "",
        "supervision": "",
        "stackability": "",
        "validity_months": None,
        "badge": badge("shield", "guild", "wave", "Hose change", "Harbor"),
    },
)
