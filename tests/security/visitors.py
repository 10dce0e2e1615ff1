"""The addresses of visitors: all are open to everybody. What guards those that take a form stands here.

Every POST of the house needs the token of a form that we gave to this browser; whoever sends none is told so and
nothing happens. The addresses below do it otherwise, and each has its reason.
"""

from collections.abc import Mapping

#: what stands in an address
WORDS: Mapping[str, object] = {
    "slug": "stopitnow", "key": "sim", "module": "feelings", "kind": "lesson", "number": 1, "step": 1, "token": "x.y",
    "language": "nl", "leg_id": "6a3c4f6e-38f4-4a5f-8a36-0f0b8ad0a9c1",
}  # fmt: skip

#: machines: each request is signed by the provider
SIGNED = "phone:"

#: show what was typed once more, and keep nothing until the button is pressed again
SHOW_AGAIN = frozenset({"mail:send", "mail:more", "mail:back", "requests:form"})

#: do nothing that another site could want: the way out, which must never fail; a search; a form with what was brought
#: along from another room. No visitor's cookie comes along from another site (SameSite=Strict)
HARMLESS = frozenset({"cms:leave", "cms:leave_anywhere", "cms:search", "mail:door"})

#: keep nothing of what comes, and act for nobody; a page of another site is turned away
KEEP_NOTHING = frozenset(
    {
        "selfhelp_modules:mine",
        "selfhelp_modules:file",
        "selfhelp_modules:fill",
        "selfhelp_modules:calendar",
        "selfhelp_modules:counted",
        "selfhelp_safe:puzzle",
        "selfhelp_safe:begin",
        "selfhelp_safe:look",
        "selfhelp_safe:save",
        "selfhelp_safe:forget",
    }
)

#: open to everybody: nothing there is anybody's
OPEN = frozenset(
    {
        "appointments:open", "chat:back", "chat:deleted", "chat:door", "chat:practice",
        "chat:start", "cms:bye", "cms:chooser",
        "cms:favicon", "cms:feed", "cms:feed_in", "cms:home", "cms:keep", "cms:robots", "cms:sitemap", "cms:traces",
        "mail:deleted", "requests:thanks", "selfhelp_modules:door", "selfhelp_modules:keeping",
        "selfhelp_modules:paper", "selfhelp_modules:pdf", "selfhelp_modules:plan", "selfhelp_modules:sound",
        "selfhelp_modules:talk", "wagtail_serve",
    }
)  # fmt: skip

#: answers that live in the asker's own cookie, sealed: the server holds no row that could be somebody else's
#: (tests/selfhelp/advice/test_cookie.py)
OWN_COOKIE = "advice:"

#: open with what its holder alone has in the form: the mark of an appointment's page, the secret of a link
#: (tests/appointments/test_views_visitor.py)
OWN_SECRET = frozenset({"appointments:cancel", "appointments:calendar", "appointments:report"})

#: of the one visitor whose conversation or correspondence it is; everybody else is led away, to the same place
OWN_VISIT = frozenset(
    {
        "chat:talk", "chat:plain", "chat:write", "chat:send", "chat:danger", "chat:end", "chat:after", "chat:survey",
        "chat:return_code", "chat:delete",
        "mail:code", "mail:letters", "mail:more", "mail:close", "mail:delete",
    }
)  # fmt: skip
