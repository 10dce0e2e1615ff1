"""What the audit log does every night."""

from helpline.audit import checkpoints
from helpline.terms import NightlyJob

NIGHTLY = [NightlyJob("audit_checkpoint", checkpoints.keep)]
