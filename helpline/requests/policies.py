"""Who may do what with a request. When it may be done is the states' affair.

Seeing, taking and deleting is for whoever handles requests in the request's programme (queries.find); giving back and
calling it handled for whoever took it.
"""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.requests.models import ProfessionalRequest

HANDLE = Permission.REQUESTS_HANDLE


def is_handler(user: User, asked: ProfessionalRequest) -> bool:
    """Whether this person took it."""
    return asked.handler_id == user.pk
