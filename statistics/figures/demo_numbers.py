"""The numbers of the demo: two years that never were, made so that the figures of the annual report 2021 come out.

What the report tells is kept to the contact; what it leaves open is filled with plausible numbers. A mapping of codes
to numbers adds up to the contacts it is about, or is a list of weights (see `demo.share_out`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts of one target group in a year. fields: how many of them have which code."""

    channels: Numbers
    contact_of_year: Numbers
    fields: Mapping[str, Numbers] = field(default_factory=dict)


HOW_FOUND = {
    "internet": 46, "police": 13, "care_professional": 9, "other_professional": 6, "warning_page": 5, "helpwanted": 3,
    "113": 3, "probation": 3, "pedofilie_nl": 2, "family_or_friend": 3, "media": 2, "campaign": 3, "unknown": 12,
}  # fmt: skip
POLICE = {"none": 58, "suspect": 14, "contact": 6, "reported": 3, "filed": 2, "unknown": 27}
RELATIONS = {
    "partner": 34, "ex_partner": 15, "child": 20, "family_other": 7, "sibling": 4, "parent": 3, "friend": 6,
    "acquaintance": 5, "unknown": 6,
}  # fmt: skip
AGES_CONCERN = {"19_25": 6, "26_35": 14, "36_45": 20, "46_55": 14, "56_65": 8, "66_plus": 4, "unknown": 110}
AGES_OWN = {
    "up_to_18": 16, "19_25": 92, "26_35": 38, "36_45": 30, "46_55": 10, "56_65": 9, "66_plus": 5, "unknown": 200,
}  # fmt: skip

STOPITNOW: Mapping[int, Mapping[str, Group]] = {
    2021: {
        "own_behaviour": Group(
            {"phone": 284, "post": 116},
            {"first": 180, "second": 68, "third_or_more": 152},
            {
                "age_band": AGES_OWN,
                "gender": {"man": 352, "woman": 18, "other": 6, "unknown": 24},
                "own_behaviour": {
                    "viewer": 190, "sexual_feelings": 88, "potential_viewer": 28, "potential_offender": 22,
                    "offender": 18, "other_sexual_interest": 12, "other_mental_problem": 14,
                    "unintended_exposure": 7, "threatened": 4, "other": 5, "unknown": 12,
                },
                "how_found": HOW_FOUND, "police_before": POLICE,
            },
        ),
        "concern_about_other": Group(
            {"phone": 146, "post": 30},
            {"first": 110, "second": 36, "third_or_more": 30},
            {
                "age_band": AGES_CONCERN,
                "gender": {"woman": 118, "man": 38, "other": 6, "unknown": 14},
                "concern_about": {
                    "viewer": 74, "offender": 40, "potential_offender": 15, "sexual_feelings": 12,
                    "potential_viewer": 6, "child_behaviour": 6, "other": 3, "unknown": 20,
                },
                "relation": RELATIONS, "how_found": HOW_FOUND, "police_before": POLICE,
            },
        ),
        "professional": Group(
            {"phone": 50, "post": 18},
            {"first": 40, "second": 8, "third_or_more": 20},
            {"gender": {"woman": 36, "man": 28, "unknown": 4}},
        ),
        "other": Group(
            {"phone": 27, "post": 41},
            {"first": 37, "second": 2, "third_or_more": 29},
            {"gender": {"man": 30, "woman": 12, "unknown": 26}},
        ),
    },
    2020: {
        "own_behaviour": Group(
            {"phone": 215, "post": 118},
            {"first": 150, "second": 52, "third_or_more": 131},
            {
                "age_band": AGES_OWN,
                "gender": {"man": 290, "woman": 14, "other": 5, "unknown": 24},
                "own_behaviour": {
                    "viewer": 150, "sexual_feelings": 78, "potential_viewer": 26, "potential_offender": 20,
                    "offender": 15, "other_sexual_interest": 10, "other_mental_problem": 11,
                    "unintended_exposure": 6, "threatened": 2, "other": 5, "unknown": 10,
                },
                "how_found": HOW_FOUND, "police_before": POLICE,
            },
        ),
        "concern_about_other": Group(
            {"phone": 120, "post": 41},
            {"first": 118, "second": 29, "third_or_more": 14},
            {
                "age_band": AGES_CONCERN,
                "gender": {"woman": 105, "man": 40, "other": 5, "unknown": 11},
                "concern_about": {
                    "viewer": 68, "offender": 34, "potential_offender": 27, "sexual_feelings": 13,
                    "potential_viewer": 5, "child_behaviour": 5, "other": 3, "unknown": 6,
                },
                "relation": RELATIONS, "how_found": HOW_FOUND, "police_before": POLICE,
            },
        ),
        "professional": Group(
            {"phone": 47, "post": 17},
            {"first": 45, "second": 9, "third_or_more": 10},
            {"gender": {"woman": 33, "man": 27, "unknown": 4}},
        ),
        "other": Group(
            {"phone": 30, "post": 31},
            {"first": 46, "second": 3, "third_or_more": 12},
            {"gender": {"man": 27, "woman": 11, "unknown": 23}},
        ),
    },
}  # fmt: skip
STOPITNOW_TOPICS = {
    "viewing_csam": 44, "sexual_feelings": 20, "stopping_and_relapse": 22, "police_or_court": 15, "disclosure": 9,
    "relationship_or_family": 18, "mental_health": 13, "addiction_or_compulsion": 10, "treatment": 16, "self_help": 14,
    "online_contact": 6, "abuse": 9, "other": 4, "unknown": 9,
}  # fmt: skip
STOPITNOW_PLATFORMS = {
    "porn_site": 17, "telegram": 14, "dark_web": 9, "discord": 8, "snapchat": 7, "whatsapp": 5, "unknown": 55,
}  # fmt: skip

#: Helpwanted, by age band: contacts, and their gender
HELPWANTED_AGES: Mapping[int, Mapping[str, Numbers]] = {
    2021: {
        "5_11": {"girl": 80, "boy": 30, "other": 0, "unknown": 50},
        "12_18": {"girl": 1795, "boy": 665, "other": 40, "unknown": 450},
        "19_25": {"girl": 225, "boy": 330, "other": 15, "unknown": 190},
        "26_plus": {"girl": 250, "boy": 340, "other": 10, "unknown": 40},
        "unknown": {"girl": 200, "boy": 150, "other": 0, "unknown": 1021},
    },
    2020: {
        "5_11": {"girl": 92, "boy": 30, "other": 3, "unknown": 46},
        "12_18": {"girl": 1880, "boy": 640, "other": 31, "unknown": 420},
        "19_25": {"girl": 260, "boy": 322, "other": 12, "unknown": 170},
        "26_plus": {"girl": 238, "boy": 300, "other": 9, "unknown": 38},
        "unknown": {"girl": 230, "boy": 170, "other": 0, "unknown": 1121},
    },
}
HELPWANTED_CHANNELS: Mapping[int, Numbers] = {
    2021: {"advice": 4630, "chat": 820, "phone": 196, "post": 235},
    2020: {"advice": 4802, "chat": 770, "phone": 214, "post": 226},
}
HELPWANTED_FIELDS: Mapping[str, Numbers] = {
    "target_group": {"self": 62, "peer": 9, "parent": 13, "family_other": 2, "teacher": 4, "professional": 4,
                     "initiator": 2, "other": 1, "unknown": 6},
    "police_before": {"none": 66, "contact": 5, "reported": 5, "filed": 7, "sent_away": 2, "unknown": 18},
    "relation": {"online_contact": 36, "ex_partner": 13, "friend": 14, "stranger": 16, "partner": 4, "family": 2,
                 "other": 2, "unknown": 14},
}  # fmt: skip
#: how a counsellor's contacts came in; a walk through the advice module does not ask
HELPWANTED_HOW_FOUND = {
    "internet": 52, "social_media": 12, "school": 11, "police": 8, "family_or_friend": 7, "media": 2, "unknown": 10,
}  # fmt: skip
HELPWANTED_TOPICS = {
    "blackmail": 37, "spread_without_consent": 23, "fear_of_spreading": 11, "grooming": 8, "unwanted_sexting": 7,
    "unwanted_images_received": 5, "filmed_secretly": 3, "manipulated_images": 3, "bluff_mail": 4, "online_abuse": 4,
    "hacked_account": 3, "own_wrongdoing": 2, "lesson_or_material": 1, "other": 2, "unknown": 5,
}  # fmt: skip
HELPWANTED_PLATFORMS = {
    "snapchat": 31, "instagram": 22, "whatsapp": 15, "tiktok": 8, "telegram": 5, "facebook": 4, "discord": 3,
    "games": 3, "dating_app": 3, "video_chat": 4, "email": 4, "unknown": 14,
}  # fmt: skip
HELPWANTED_CONTACT_OF_YEAR = {"first": 71, "second": 11, "third_or_more": 6, "unknown": 12}

#: months of a year, heavier where there were more
MONTHS = (8, 8, 9, 8, 9, 8, 7, 7, 8, 9, 10, 9)

CALLS: Mapping[str, Mapping[int, Numbers]] = {
    "stopitnow": {
        2021: {"answered": 507, "closed": 301, "nobody_on_duty": 62, "abandoned": 88, "abandoned_short": 47,
               "wait_limit": 38, "overflow": 14, "device_unreachable": 9, "technical": 7},
        2020: {"answered": 412, "closed": 455, "nobody_on_duty": 96, "abandoned": 118, "abandoned_short": 60,
               "wait_limit": 41, "overflow": 13, "device_unreachable": 8, "technical": 9},
    },
    "helpwanted": {
        2021: {"answered": 196, "closed": 41, "nobody_on_duty": 6, "abandoned": 11, "abandoned_short": 8},
        2020: {"answered": 214, "closed": 52, "nobody_on_duty": 9, "abandoned": 14, "abandoned_short": 7},
    },
}  # fmt: skip
CHATS: Mapping[int, Numbers] = {
    2021: {"answered": 820, "left_waiting": 96, "closed": 420, "nobody_on_duty": 38, "overload": 12},
    2020: {"answered": 770, "left_waiting": 110, "closed": 465, "nobody_on_duty": 44, "overload": 9},
}
APPOINTMENTS: Mapping[int, Numbers] = {
    2021: {"planned": 63, "attended": 49, "started": 21},
    2020: {"planned": 42, "attended": 33, "started": 24},
}
SELF_HELP_VISITS = {2021: 11_724, 2020: 8_142}
SELF_HELP_RETURNS = {2021: 1_514, 2020: 1_020}
MODULES = {
    "feelings": 125, "fantasies": 117, "understanding_why": 92, "triggers": 81, "addiction": 66, "motivation": 60,
    "real_children": 57, "cycle": 52, "permission_thoughts": 48, "relapse_prevention": 47, "screens": 44,
    "problem_solving": 40, "good_life": 39, "self_image": 37, "openness": 35, "closeness": 32, "found_out": 28,
}  # fmt: skip
#: January to May 2021
CAMPAIGN = {"campaign_clicks": 56_618, "campaign_visits": 23_061}
ADVICE: Mapping[int, Numbers] = {
    2021: {"advice_starts": 7_420, "advice_reached": 4_630, "advice_handovers": 512},
    2020: {"advice_starts": 7_905, "advice_reached": 4_802, "advice_handovers": 468},
}
PAGES: Mapping[str, Mapping[int, int]] = {
    "helpwanted": {2021: 88_400, 2020: 61_300},
    "stopitnow": {2021: 41_900, 2020: 33_200},
}
PAGE_TYPES = {"home": 40, "theme": 27, "article": 20, "questions": 8, "professionals": 5}
SURVEY = {
    "survey_heard": {"yes": 180, "partly": 41, "no": 12},
    "survey_helped": {"yes": 151, "partly": 62, "no": 20},
}

#: hours of calls and chats, heavier where there were more: by day, in the evening, at night
HOURS = (3, 2, 1, 1, 1, 1, 1, 2, 4, 8, 10, 9, 7, 8, 9, 9, 9, 8, 7, 8, 9, 9, 7, 5)
WEEKDAYS = (16, 16, 15, 15, 13, 11, 14)
#: what can only happen while a line is open, and when it was open then
OPEN_HOURS = {"phone": range(10, 17), "chat": range(14, 21)}
