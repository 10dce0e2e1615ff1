"""A tree as editors would write it, small, with every kind of page: for journeys, pictures and measurements."""

# ruff: noqa: E501 - sentences stand on one line

from dataclasses import replace

from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Step, Text, Tree


def _t(nl: str, en: str, easy_nl: str = "", easy_en: str = "") -> Text:
    return Text(nl=nl, en=en, easy_nl=easy_nl, easy_en=easy_en)


def _o(option_id: str, nl: str, en: str, target: str = "", **more: object) -> Option:
    return Option(id=option_id, label=_t(nl, en), target=target, **more)  # type: ignore[arg-type]


def _steps(*steps: tuple[Text, Text]) -> tuple[Step, ...]:
    return tuple(Step(title, text) for title, text in steps)


def bare() -> Tree:
    """The same without anything of the directory, for houses that have none: somebody to turn to is the chat."""
    nothing = {"organisations": (), "tips": (), "removal": ()}
    return Tree(
        tuple(
            replace(
                node,
                options=tuple(replace(option, removal=()) for option in node.options),
                **({**nothing, "doors": ("chat",)} if node.ends else {}),  # type: ignore[arg-type]
            )
            for node in sample().nodes
        )
    )


def sample() -> Tree:
    """Danger, who, what, how old, where; four endings."""
    return Tree(
        (
            Node(
                id="danger", kind=Kind.QUESTION, start=True, answers=AnswerKind.YES_NO,
                text=_t("Is er nu direct gevaar?", "Is there danger right now?", "Ben je nu in gevaar?", "Are you in danger now?"),
                help=_t(
                    "Bijvoorbeeld: iemand staat voor de deur, of je denkt eraan jezelf iets aan te doen.",
                    "For example: somebody is at the door, or you think of hurting yourself.",
                ),
                options=(
                    _o("yes", "Ja", "Yes", "crisis"),
                    _o("no", "Nee", "No", "who"),
                    _o("unsure", "Ik weet het niet zeker", "I am not sure", "who", unknown=True),
                ),
            ),
            Node(
                id="who", kind=Kind.QUESTION, counts_as="target_group",
                text=_t("Wie heeft dit meegemaakt?", "Who did this happen to?"),
                options=(
                    _o("me", "Ikzelf", "Me", "what", code="self"),
                    _o("friend", "Een vriend, vriendin of klasgenoot", "A friend or classmate", "what", code="peer"),
                    _o("child", "Mijn kind", "My child", "read", code="parent"),
                    _o("else", "Iemand anders", "Somebody else", "what", code="other"),
                ),
            ),
            Node(
                id="read", kind=Kind.INFO, target="what",
                text=_t("Goed dat je dit uitzoekt", "It is good that you look into this"),
                body=_t(
                    "Blijf rustig en word niet boos op je kind. Wat er is gebeurd, is niet de schuld van je kind.\n\n"
                    "Beantwoord de volgende vragen zoals je denkt dat het is.",
                    "Stay calm and do not be angry with your child. What happened is not your child's fault.\n\n"
                    "Answer the next questions as you think it is.",
                ),
            ),
            Node(
                id="what", kind=Kind.QUESTION, counts_as="topics",
                text=_t("Wat is er aan de hand?", "What is going on?"),
                options=(
                    _o("threat", "Iemand dreigt met een naaktfoto of naaktvideo", "Somebody threatens with a nude picture or video", "age", code="blackmail"),
                    _o("spread", "Er gaat een naaktfoto of naaktvideo rond", "A nude picture or video is going around", "age", code="spread_without_consent"),
                    _o("other", "Iets anders", "Something else", "talk", code="other", unknown=True),
                ),
            ),
            Node(
                id="age", kind=Kind.QUESTION, answers=AnswerKind.AGE_BAND, counts_as="age_band",
                text=_t("Hoe oud ben je?", "How old are you?"),
                help=_t("Gaat het om iemand anders? Kies dan de leeftijd van die persoon.", "Is it about somebody else? Then choose that person's age."),
                options=(
                    _o("a", "5 tot en met 11", "5 to 11", "where", code="5_11"),
                    _o("b", "12 tot en met 18", "12 to 18", "where", code="12_18", removal=("take-it-down",)),
                    _o("c", "19 tot en met 25", "19 to 25", "where", code="19_25"),
                    _o("d", "26 of ouder", "26 or older", "where", code="26_plus"),
                    _o("x", "Dat zeg ik liever niet", "I would rather not say", "where", code="unknown", unknown=True),
                ),
            ),
            Node(
                id="where", kind=Kind.QUESTION, answers=AnswerKind.MULTIPLE, counts_as="platforms", target="stop",
                text=_t("Waar gebeurt het?", "Where does it happen?"),
                options=(
                    _o("snap", "Snapchat", "Snapchat", code="snapchat", removal=("snapchat",)),
                    _o("insta", "Instagram", "Instagram", code="instagram", removal=("instagram",)),
                    _o("wa", "WhatsApp", "WhatsApp", code="whatsapp", removal=("whatsapp",)),
                    _o("tiktok", "TikTok", "TikTok", code="tiktok", removal=("tiktok",)),
                    _o("none", "Ergens anders, of dat weet ik niet", "Somewhere else, or I don't know", code="unknown", unknown=True),
                ),
            ),
            Node(
                id="stop", kind=Kind.ADVICE,
                text=_t("Betaal niet, stop het contact en vraag hulp", "Do not pay, stop the contact and ask for help"),
                body=_t(
                    "Wat er gebeurt is niet jouw schuld. Je hoeft dit niet alleen op te lossen.",
                    "What is happening is not your fault. You do not have to solve this alone.",
                ),
                steps=_steps(
                    (_t("Betaal niet en stuur niets meer", "Do not pay and send nothing more"), _t("Wie toegeeft, krijgt bijna altijd een nieuwe eis.", "Whoever gives in mostly gets a new demand.")),
                    (_t("Bewaar bewijs", "Keep proof"), _t("Maak screenshots van de berichten, met de naam of het adres erbij.", "Take screenshots of the messages, with the name or address.")),
                    (_t("Blokkeer de ander", "Block the other"), _t("Doe dat nadat je de screenshots hebt.", "Do so after you have the screenshots.")),
                    (_t("Vertel het iemand die je vertrouwt", "Tell somebody you trust"), _t("Een ouder, een vriend of iemand van school.", "A parent, a friend, or somebody at school.")),
                ),
                doors=("chat", "phone"),
                organisations=("politie", "csg"),
                removal=("take-it-down", "stopncii"), chosen_removal=True,
                tips=("even-rust",),
                say=_t(
                    "Mag ik je iets vertellen? Iemand dreigt een foto van mij te delen. Ik schaam me en ik weet niet wat ik moet doen. Wil je met mij meekijken?",
                    "May I tell you something? Somebody threatens to share a picture of me. I am ashamed and do not know what to do. Will you look at it with me?",
                ),
            ),
            Node(
                id="talk", kind=Kind.ADVICE,
                text=_t("Praat erover met ons", "Talk to us about it"),
                body=_t("Elk verhaal is anders. Samen vinden we wat jou helpt.", "Every story is different. Together we find what helps you."),
                steps=_steps((_t("Begin een chat", "Start a chat"), _t("Je hoeft je naam niet te zeggen.", "You do not have to say your name."))),
                doors=("chat", "phone"), organisations=("csg",), tips=("vertel-iemand",),
            ),
            Node(
                id="crisis", kind=Kind.CRISIS,
                text=_t("Zorg eerst dat je veilig bent", "Get safe first"),
                body=_t("Bel nu. Later praten wij verder.", "Call now. We can talk later."),
                steps=_steps(
                    (_t("Bel 112 als iemand nu in gevaar is", "Call 112 if somebody is in danger now"), _t("", "")),
                    (_t("Denk je aan zelfmoord? Bel 0800-0113", "Do you think of suicide? Call 0800-0113"), _t("Dat is gratis, dag en nacht.", "It is free, day and night.")),
                ),
                organisations=("113", "veilig-thuis"), tips=("bel-nu-112",),
            ),
        )
    )  # fmt: skip
