import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
import io
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright
from PIL import Image, ImageDraw
from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations
from guildmark.server.organizations.queries import organization
from tests.server.assessment.conftest import *
from tests.server.assessment.conftest import add_file as addf
from django.test import Client


def pdf():
    import typst

    return typst.compile(
        b"= Isolation record, press line 4\nSources found before work began: 480 V main disconnect, compressed air at 6 bar, gravity on the raised ram, held by two blocks.\n#pagebreak()\nLocks were applied in this order.",
        format="pdf",
    )


def photo():
    im = Image.new("RGB", (1600, 1200), "#3b5d50")
    d = ImageDraw.Draw(im)
    d.rectangle((500, 300, 1100, 900), fill="#c9302c")
    out = io.BytesIO()
    im.save(out, "JPEG")
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_shots(live_server):
    w = build_world()
    by = organization(w.organization_id)
    draft_actor = person_actor("dora")
    d = operations.start_submission(actor=draft_actor, version_id=w.version_id)
    addf(draft_actor, d)
    s = operations.start_submission(actor=w.learner, version_id=w.version_id)
    fill_in(w.learner, s)
    addf(
        w.learner,
        s,
        content=pdf(),
        upload_name="isolation-record.pdf",
        description="The record, filled in before I began.",
    )
    addf(
        w.learner,
        s,
        content=photo(),
        upload_name="locks.jpg",
        requirement_id="photo",
        visibility="public",
    )
    addf(
        w.learner,
        s,
        content="Step 1: main switch\nStep 2: air valve\n".encode() * 10,
        upload_name="notes.md",
        visibility="on_request",
    )
    operations.add_link(
        actor=w.learner,
        submission_id=s,
        requirement_id="record",
        url="https://example.org/shift-log/2026-11-12",
        name="Shift log",
        visibility="on_request",
        owner_note="",
        declared=True,
    )
    operations.submit(actor=w.learner, submission_id=s)
    r_actor = person_actor("rosa")
    r = operations.start_submission(actor=r_actor, version_id=w.version_id)
    fill_in(r_actor, r)
    operations.submit(actor=r_actor, submission_id=r)
    return_it(w, r)
    for n in ("x1", "x2"):
        a = person_actor(n)
        t = operations.start_submission(actor=a, version_id=w.version_id)
        fill_in(a, t)
        operations.submit(actor=a, submission_id=t)
    operations.claim(actor=w.assessor, submission_id=s)
    operations.save_mark(
        actor=w.assessor,
        submission_id=s,
        criterion_id="c1",
        level=3,
        comment="Also gravity, well seen.",
        rests_on="isolation-record.pdf, page 1",
    )

    def cookie(actor):
        c = Client()
        c.force_login(
            Person.objects.get(id=actor.person_id),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return c.cookies[settings.SESSION_COOKIE_NAME].value

    m = f"/organizations/{by.slug}/marking/"
    pages = [
        ("mine", w.learner, "/submissions/"),
        ("draft", draft_actor, f"/submissions/{d}/"),
        ("answers", draft_actor, f"/submissions/{d}/answers/"),
        ("addfile", draft_actor, f"/submissions/{d}/add/record/file/"),
        ("submitted", w.learner, f"/submissions/{s}/"),
        ("returned", r_actor, f"/submissions/{r}/"),
        ("apply", w.second, f"/achievements/{w.achievement_id}/apply/"),
        ("queue", w.assessor, m),
        ("mark", w.assessor, f"{m}{s}/"),
        ("decide", w.assessor, f"{m}{s}/decide/"),
        ("decided", w.second, f"{m}{r}/"),
    ]
    only = os.environ.get("SHOTS")
    out = "/tmp/assess/shots"
    os.makedirs(out, exist_ok=True)
    with sync_playwright() as p:
        b = p.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for width, scheme in ((1280, "light"), (360, "light"), (1280, "dark"), (360, "dark")):
            for name, actor, url in pages:
                if only and name not in only.split(","):
                    continue
                ctx = b.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
                ctx.add_cookies(
                    [
                        {
                            "name": settings.SESSION_COOKIE_NAME,
                            "value": cookie(actor),
                            "url": live_server.url,
                        }
                    ]
                )
                pg = ctx.new_page()
                pg.on("console", lambda m: print("CONSOLE", name, m.type, m.text))
                pg.goto(live_server.url + url)
                pg.wait_for_load_state("networkidle")
                pg.add_script_tag(path="tests/oracles/node_modules/axe-core/axe.min.js")
                found = pg.evaluate("""async()=>{const r=await axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'],rules:{'target-size':{enabled:true}}});return r.violations.map(v=>v.id+' '+v.nodes.slice(0,3).map(n=>n.target.join(' ')+' :: '+n.html.slice(0,160)).join(' | '))}""")
                for f in found: print("AXE", name, width, scheme, f)
                over = pg.evaluate("document.documentElement.scrollWidth-innerWidth")
                if over > 0:
                    print("OVERFLOW", name, width, over)
                pg.screenshot(path=f"{out}/{name}-{width}-{scheme}.png", full_page=True)
                ctx.close()
        b.close()
