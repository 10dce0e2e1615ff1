"""What the phone of a counsellor's browser needs: a token under a name that says nothing, and addresses."""

import hashlib
import hmac
import threading
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from helpline.accounts.models import User
from helpline.phone import provider, queries

#: how long a token is good; the page asks for the next one before that, and a stolen one is soon worthless
TOKEN_SECONDS = 600

#: where the SDK connects, and nowhere else: its signalling. Sounds are ours, and its reports stay off
SIGNALLING = "wss://voice-js.roaming.twilio.com"
#: what the desk's page may use of the browser while the phone is on
FEATURES = frozenset({"microphone", "speaker-selection", "autoplay"})


def identity(user: User) -> str:
    """What the provider knows this browser as: always the same for one person, and nobody's name or number."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"softphone: {user.pk}".encode(), hashlib.sha256)
    return digest.hexdigest()[:24]


def token(user: User) -> str:
    """A fresh token for this person's browser. Raises PhoneOff."""
    made = provider.access_token(identity(user), seconds=TOKEN_SECONDS)
    _warm_up()
    return made


@cache
def _warm_up() -> None:
    """Somebody is going to answer calls: what that needs is loaded meanwhile, once in a process."""
    threading.Thread(target=provider.warm_up, name="phone", daemon=True).start()


def addresses() -> dict[str, str]:
    """Where the desk's script finds the phone. Without a real provider the double stands in the SDK's place."""
    simulated = queries.is_simulated()
    script = "phone/simulated.js" if simulated else "phone/vendor/voice-sdk/twilio.min.js"
    return {
        "act": reverse("softphone:token").removesuffix("token"),
        "script": static(script),
        "silence": static("phone/silence.wav"),
        "simulated": reverse("softphone:simulated_legs") if simulated else "",
    }
