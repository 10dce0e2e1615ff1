"""What the audit log does every night."""

from helpline.audit import verifying
from helpline.terms import NightlyJob

NIGHTLY = [NightlyJob("audit_checkpoint", verifying.nightly)]
